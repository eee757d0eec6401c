import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const conditions = ["@skale-calls/source", "node"];

const calls = ["examples/calls-page/test/calls.test.ts"];
/** Have their own commands, `pnpm accessibility` and `pnpm test:access`. */
const accessibility = "examples/calls-page/test/accessibility.test.ts";
const access = "packages/supabase-adapter/test/access/hostVariants.test.ts";
const whole = [
  "examples/*/test/**/*.test.ts",
  "packages/simulator/src/**/*.test.ts",
  "tools/testkit/src/browser/*.test.ts",
];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: process.env.TEST_REPORT
      ? ["default", ["json", { outputFile: process.env.TEST_REPORT }]]
      : ["default"],
    globalSetup: ["tools/testkit/src/globalSetup.ts", "examples/calls-page/test/buildOnce.ts"].map(
      (path) => fileURLToPath(new URL(path, import.meta.url)),
    ),
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Small tests first; then those with browsers and many processes; then the calls with audio, alone, because audio is
    // lost on a busy machine.
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: [
            "packages/*/src/**/*.test.ts",
            "packages/*/test/**/*.test.ts",
            "tools/*/src/**/*.test.ts",
          ],
          exclude: [...whole, access],
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: whole,
          exclude: [...calls, accessibility],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "calls",
          include: calls,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
