import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/** A promise that the product breaks on purpose, to show that chaos finds it. */
interface Breakage {
  /** The end of the source file's path, or `sql` for the migrations. */
  file: string;
  from: string;
  to: string;
}

const breakages = {
  "answer-before-commit": {
    file: "core/src/http/createWebhookHandler.ts",
    from: "await takeWebhook({ ...deps, log }, source, delivery);",
    to: "takeWebhook({ ...deps, log }, source, delivery).catch(() => {});",
  },
  "no-lock": {
    file: "sql",
    from: "is_locked := skale_calls.lock_events(records);",
    to: "is_locked := false;",
  },
  "keep-sessions": {
    file: "sql",
    from: "delete from public.whatsapp_call_sessions where id = call.id;",
    to: "null;",
  },
  "forget-ghosts": {
    file: "sql",
    from: "if pg_catalog.cardinality(ghosts) <> 1",
    to: "if true",
  },
  "retry-dials": {
    file: "core/src/transport/createTransport.ts",
    from: 'limit: method === "GET" ? retry.limit : 0,\n      methods: ["get"],',
    to: 'limit: retry.limit,\n      methods: ["get", "post"],',
  },
  "refuse-unclear-dials": {
    file: "core/src/useCases/dialCall.ts",
    from: 'isCallsError(error) && outcomeOf(error) !== "ambiguous"',
    to: "isCallsError(error)",
  },
  "save-answers-once": {
    file: "core/src/useCases/saveAct.ts",
    from: "for (const pause of [100, 400, 1_000]) {",
    to: "for (const pause of [] as number[]) {",
  },
} as const satisfies Record<string, Breakage>;

export const breakageNames = Object.keys(breakages);

/** @throws Error if there is no such breakage. */
export function findBreakage(name: string): Breakage {
  const found = Object.entries(breakages).find(([known]) => known === name);
  if (!found) throw new Error(`There is no breakage ${name}: ${breakageNames.join(", ")}.`);
  return found[1];
}

/** Breaks the text of a source. Throws if the source has changed, so that no breakage is without effect. */
export function breakText(text: string, { file, from, to }: Breakage): string {
  if (!text.includes(from)) throw new Error(`${file} has no longer the text: ${from}`);
  return text.replaceAll(from, to);
}

/** Breaks a TypeScript source while it is bundled. */
export function createBreaker(breakage: Breakage): Plugin {
  return {
    name: "break",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!path.endsWith(breakage.file)) return undefined;
        return { contents: breakText(await readFile(path, "utf8"), breakage), loader: "ts" };
      });
    },
  };
}
