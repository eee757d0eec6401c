import { readFileSync, writeFileSync } from "node:fs";
import { signBundle } from "../src/bundleHeader.ts";
import { bundleDoctor } from "./bundleDoctor.ts";
import { bundleModule } from "./bundleModule.ts";
import { bundleTypes } from "./bundleTypes.ts";

const root = new URL("../", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
  version: string;
};

const notes = `// Written by skale-calls-functions. A new version replaces this file: do not edit it, change the index.ts files.
// deno-lint-ignore-file
// deno-fmt-ignore-file
`;
const files = {
  "skale-calls.js": `${notes}// @ts-self-types="./skale-calls.d.ts"\n/* eslint-disable */\n\n${await bundleModule(root, version)}`,
  "skale-calls.d.ts": `${notes}\n${await bundleTypes(root)}`,
};
for (const [name, text] of Object.entries(files)) {
  writeFileSync(new URL(`dist/${name}`, root), signBundle(version, text));
  console.log(`dist/${name}: ${Math.round(text.length / 1024)} kB`);
}
await bundleDoctor(root);
console.log("dist/doctor.js");
