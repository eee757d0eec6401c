import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import shared from "../../vitest.config.ts";

// `pnpm accessibility`: every view in every look, and the keyboard. `pnpm test` does not contain it.
const { projects: _, ...test } = shared.test ?? {};

export default defineConfig({
  ...shared,
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    ...test,
    include: ["examples/calls-page/test/accessibility.test.ts"],
  },
});
