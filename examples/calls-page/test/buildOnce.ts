import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askOnce, serveOnce } from "@skale-calls/testkit/once";
import { buildPage } from "../../demo/src/buildPage.ts";

const variable = "SKALE_CALLS_PAGE";

/** Returns the folder of the built page, which all test files of a run share. */
export const builtPage = (): Promise<string> => askOnce(variable);

/** Vitest's global setup: builds the page once for the whole run, when the first test file asks for it. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "skale-built-page-"));
  const stopServing = await serveOnce(variable, () => buildPage({ outDir: join(folder, "page") }));
  return async () => {
    await stopServing();
    await rm(folder, { recursive: true });
  };
}
