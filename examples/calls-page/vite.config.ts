import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: {
    // In this repository the packages are built from their sources; elsewhere the condition means nothing.
    conditions: ["@skale-calls/source", ...defaultClientConditions],
  },
});
