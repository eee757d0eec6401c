import { readFileSync } from "node:fs";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";
import { securityHeaders } from "./securityHeaders.ts";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: {
    // Uses the packages' sources, because a fresh clone has no builds.
    conditions: ["@skale-calls/source", ...defaultClientConditions],
  },
  preview: { headers: securityHeaders(readSupabaseUrl()) },
});

/** From the page's own `config.json`; undefined if it does not exist yet. */
function readSupabaseUrl(): string | undefined {
  try {
    return JSON.parse(readFileSync(new URL("public/config.json", import.meta.url), "utf8"))
      .supabaseUrl;
  } catch {
    return undefined;
  }
}
