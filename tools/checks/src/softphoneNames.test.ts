import { expect, test } from "vitest";
import { readImports } from "./readImports.ts";
import { readText } from "./repository.ts";

/** Only the signalling may name tables, REST paths and functions. */
const names = /whatsapp_|rest\/v1|functions\/v1|whatsapp-call/;

const findNames = (text: string) => text.split("\n").filter((line) => names.test(line));

test("the softphone names no table, no path and no function", () => {
  const files = readImports().filter(({ path }) => path.startsWith("packages/softphone/src/"));
  expect(files.length).toBeGreaterThan(30);
  const found = files.flatMap(({ path }) =>
    findNames(readText(path)).map((line) => `${path}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

test.each([
  'from("whatsapp_calls")',
  'fetch(url + "/rest/v1/leads")',
  "POST /functions/v1/call",
  "invoke('whatsapp-call')",
])("a name is found: %s", (line) => {
  expect(findNames(line)).toEqual([line]);
});
