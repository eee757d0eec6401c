import { defineConfig } from "vitest/config";

const conditions = ["@skale-calls/source", "node", "module"];

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
    globalSetup: ["tools/testkit/src/globalSetup.ts"],
    testTimeout: 30_000,
    // First the tests that run in parallel; then those with audio, browsers and many processes, one file at a time.
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
          exclude: whole,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: whole,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
