import { defineConfig } from "vitest/config";
import shared from "../../../vitest.config.ts";

// `pnpm turn` runs these tests. They need coturn, so they are not part of `pnpm test`.
const { projects: _, ...test } = shared.test ?? {};

export default defineConfig({
  ...shared,
  test: {
    ...test,
    include: ["**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
