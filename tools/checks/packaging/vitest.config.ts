import { defineConfig } from "vitest/config";
import shared from "../../../vitest.config.ts";

// `pnpm packaging` runs these tests after a build.
const { projects: _, ...test } = shared.test ?? {};

export default defineConfig({
  ...shared,
  test: {
    ...test,
    include: ["**/*.test.ts"],
    globalSetup: [],
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
