import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import shared from "../../vitest.config.ts";

// `pnpm accessibility` checks every view in every look. `pnpm test` runs the same file with one look for each view.
const { projects: _, ...test } = shared.test ?? {};

export default defineConfig({
  ...shared,
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    ...test,
    include: ["examples/calls-page/test/accessibility.test.ts"],
    env: { EVERY_LOOK: "true" },
  },
});
