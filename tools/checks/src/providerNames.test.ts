import { expect, test } from "vitest";
import { readImports } from "./readImports.ts";
import { readText } from "./repository.ts";

/** Only core's folders of senders, its root, its testing folder, and data that names its sources, may name a provider. */
const mayName =
  /^packages\/core\/src\/(?:ycloud\/|meta\/|flat\/|testing\/|availability\/outboundCountries\.ts$|cost\/shippedRateCards\.ts$|[^/]+\.ts$)/;
/** `.meta(` is zod's. */
const names = /ycloud|\bmeta\b(?<!\.meta(?=\())|twilio/i;

/** Lines of other shipped files that name a provider. */
function findNames(files: readonly { path: string; text: string }[]): string[] {
  return files
    .filter(({ path }) => path.startsWith("packages/core/src/") && !mayName.test(path))
    .flatMap(({ path, text }) =>
      text
        .split("\n")
        .filter((line) => names.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
}

const shipped = readImports()
  .filter(({ isShipped }) => isShipped)
  .map(({ path }) => ({ path, text: readText(path) }));

test("no file of core names a provider outside of the provider's folder", () => {
  expect(shipped.filter(({ path }) => !mayName.test(path)).length).toBeGreaterThan(50);
  expect(findNames(shipped)).toEqual([]);
});

test.each([
  ["packages/core/src/http/answer.ts", 'if (provider === "ycloud")'],
  ["packages/core/src/useCases/dialCall.ts", "// as Meta does"],
  ["packages/core/src/http/answer.ts", "import { meta } from './meta.ts'"],
  ["packages/core/src/vocabulary/errorCodes.ts", "set YCLOUD_API_KEY"],
])("a name in %s is found", (path, text) => {
  expect(findNames([{ path, text }])).toEqual([`${path}: ${text}`]);
});
