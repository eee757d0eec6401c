import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: {
    // The packages' sources, because a fresh clone has no builds.
    conditions: ["@skale-calls/source", ...defaultClientConditions],
  },
});
