import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    "react/index": "src/react/index.ts",
    "testing/index": "src/testing/index.ts",
  },
  format: "esm",
  target: "es2022",
  platform: "neutral",
  treeshake: true,
});
