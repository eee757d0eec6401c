import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/** A change of one text of a source. */
interface Edit {
  /** The end of the source file's path, or `sql` for the migrations. */
  file: string;
  from: string;
  to: string;
}

/** Promises that the product breaks on purpose, to show that chaos finds it. */
const breakages: Readonly<Record<string, readonly Edit[]>> = {
  "answer-before-commit": [
    {
      file: "core/src/http/createWebhookHandler.ts",
      from: "await takeWebhook(observeDeps(deps, visit.onEvent), source, delivery);",
      to: "takeWebhook(observeDeps(deps, visit.onEvent), source, delivery).catch(() => {});",
    },
  ],
  "no-lock": [
    {
      file: "sql",
      from: "is_locked := skale_calls.lock_events(records);",
      to: "is_locked := false;",
    },
    {
      file: "sql",
      from: "known := (select c from public.whatsapp_calls c where c.call_id = call_key for update);",
      to: "known := (select c from public.whatsapp_calls c where c.call_id = call_key);",
    },
  ],
  "keep-sessions": [
    {
      file: "sql",
      from: "delete from public.whatsapp_call_sessions where id = call.id;",
      to: "null;",
    },
  ],
  "forget-ghosts": [{ file: "sql", from: "if pg_catalog.cardinality(ghosts) <> 1", to: "if true" }],
  "retry-dials": [
    {
      file: "core/src/transport/createTransport.ts",
      from: 'limit: method === "GET" ? retry.limit : 0,\n      methods: ["get"],',
      to: 'limit: retry.limit,\n      methods: ["get", "post"],',
    },
  ],
  "refuse-unclear-dials": [
    {
      file: "core/src/useCases/dialCall.ts",
      from: 'isCallsError(error) && outcomeOf(error) !== "ambiguous"',
      to: "isCallsError(error)",
    },
  ],
  "forget-the-claimant": [
    {
      file: "sql",
      from: "call.user_id := call.claimed_by;",
      to: "null;",
    },
  ],
};

export const breakageNames = Object.keys(breakages);

/** @throws Error if there is no such breakage. */
export function findBreakage(name: string): readonly Edit[] {
  const found = breakages[name];
  if (!found) throw new Error(`There is no breakage ${name}: ${breakageNames.join(", ")}.`);
  return found;
}

/** Makes the edits of this file in a text. Throws if the text has changed, so that no breakage is without effect. */
function edit(text: string, edits: readonly Edit[]): string {
  return edits.reduce((edited, { file, from, to }) => {
    if (!edited.includes(from)) throw new Error(`${file} has no longer the text: ${from}`);
    return edited.replaceAll(from, to);
  }, text);
}

/** Breaks the migrations. */
export function breakMigrations(scripts: readonly string[], edits: readonly Edit[]): string[] {
  const own = edits.filter(({ file }) => file === "sql");
  for (const { from } of own) {
    if (!scripts.some((script) => script.includes(from))) edit("", own);
  }
  return scripts.map((script) =>
    edit(
      script,
      own.filter(({ from }) => script.includes(from)),
    ),
  );
}

/** Breaks TypeScript sources while they are bundled. */
export function createBreaker(edits: readonly Edit[]): Plugin {
  return {
    name: "break",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const own = edits.filter(({ file }) => path.endsWith(file));
        if (own.length === 0) return undefined;
        return { contents: edit(await readFile(path, "utf8"), own), loader: "ts" };
      });
    },
  };
}
