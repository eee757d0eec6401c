import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import shared from "../../../vitest.config.ts";

// `pnpm consumers` runs these tests after a build. They download runtimes, so they are not part of `pnpm test`.
const { projects: _, ...test } = shared.test ?? {};

export default defineConfig({
  ...shared,
  test: {
    ...test,
    include: ["**/*.test.ts"],
    globalSetup: [fileURLToPath(new URL("../../testkit/src/globalSetup.ts", import.meta.url))],
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
