import { defineConfig } from "vitest/config";
import shared from "../../../vitest.config.ts";

/** Run by `pnpm packaging`, after a build. */
export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: ["**/*.test.ts"],
    globalSetup: [],
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
