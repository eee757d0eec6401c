import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import shared from "../../vitest.config.ts";

// `pnpm test:access`: who reaches what, on every form of an organisation's tables. `pnpm test` contains the access table only.
const { projects: _, ...test } = shared.test ?? {};

export default defineConfig({
  ...shared,
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: { ...test, include: ["packages/supabase-adapter/test/access/hostVariants.test.ts"] },
});
