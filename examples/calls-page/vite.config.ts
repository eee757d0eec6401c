import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: {
    // The packages' sources instead of their builds, which do not exist in a fresh clone.
    conditions: ["@skale-calls/source", ...defaultClientConditions],
  },
});
