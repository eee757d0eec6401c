import { expect, test } from "vitest";
import { readImports } from "./readImports.ts";
import { listFiles, readText } from "./repository.ts";

interface LiteralRule {
  name: string;
  /** The files that must not contain such a literal. */
  where: RegExp;
  literal: RegExp;
  /** Lines that contain such a literal with another meaning. */
  except?: RegExp;
}

const handWrittenSql = /^packages\/supabase-adapter\/sql\/(?!rules\.sql$)/;
const comment = /^\s*(?:\/\/|\/?\*|--)/;

/** Literals that are defined only in `packages/core/src/rules/`. The SQL gets them in the generated `rules.sql`. */
const literalRules: readonly LiteralRule[] = [
  {
    name: "only callIds.ts contains the prefixes of a call_id",
    where: /\.(?:ts|tsx)$/,
    literal: /["'`](?:pending|manual):/,
    except: comment,
  },
  {
    name: "hand-written SQL calls is_pending and is_logged",
    where: handWrittenSql,
    literal: /'(?:pending|manual):/,
  },
  {
    name: "hand-written SQL contains no time limit",
    where: handWrittenSql,
    literal: /interval '\d|secs\s*=>\s*\d|\b\d+ ?(?:s|h|min|seconds|minutes|hours)\b/,
    // The days of a time zone.
    except: /interval '1 (?:microsecond|hour)'/,
  },
  {
    name: "only timeLimits.ts contains the server's time limits",
    where:
      /^packages\/core\/src\/(?:contract|ports|rules|status|useCases|testing\/createMemoryCallStore)\b.*\.ts$/,
    literal: /\b(?:15|60|90|120|14_?400)(?:_000)?\b/,
  },
  {
    name: "only permissionLimits.ts contains WhatsApp's limits of permissions",
    where: /^packages\/core\/src\/(?:contract|ports|rules|testing|useCases)\/.*\.ts$/,
    literal: /\b(?:86_?400|604_?800)(?:_?000)?\b/,
    except: comment,
  },
  {
    name: "the softphone's comments repeat no time limit of the server",
    where: /^packages\/softphone\/src\/.*\.ts$/,
    literal: /\b(?:claim|server)\b.*\b(?:15|60|90|120) ?(?:s|seconds|minutes)\b/i,
  },
  {
    name: "code calls the functions of callRules instead of comparing reasons",
    where: /\.(?:ts|tsx)$/,
    literal: /(?:"missed"|'missed').*(?:"expired"|'expired')/,
    except: /^const tellingReasons/,
  },
  {
    name: "code calls isTerminal and mayRing instead of comparing statuses",
    where: /^packages\/.*\.ts$/,
    literal: /[!=]== ?"(?:iniciando|en_curso)"|\.eq\("status", ?"/,
    // A count of the overview, which has no other columns.
    except: /group\.status !== "iniciando"/,
  },
];

const homes = /^packages\/core\/src\/rules\/(?:callIds|callRules|permissionLimits|timeLimits)\.ts$/;

function findLiterals(files: readonly { path: string; text: string }[]): string[] {
  return files
    .filter(({ path }) => !homes.test(path))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line) =>
        literalRules
          .filter(({ where, literal }) => where.test(path) && literal.test(line))
          .filter(({ except }) => !except?.test(line))
          .map(({ name }) => `${name}: ${path}: ${line.trim()}`),
      ),
    );
}

const shipped = readImports()
  .filter(({ isShipped, path }) => isShipped || path.startsWith("examples/"))
  .map(({ path }) => path)
  .filter((path) => !path.endsWith(".test.ts") && !path.includes("/test/"));
const sql = listFiles("packages/supabase-adapter/sql");

test("times, id prefixes and values of the rules are only in the files that define them", () => {
  expect(shipped.length).toBeGreaterThan(200);
  expect(sql.length).toBeGreaterThan(8);
  // The contract tests of the stores use these values as names of cases.
  const files = [...shipped, ...sql].filter((path) => !path.endsWith("/callStoreContract.ts"));
  expect(findLiterals(files.map((path) => ({ path, text: readText(path) })))).toEqual([]);
});

test.each([
  ["packages/softphone/src/call/x.ts", 'call.call_id.startsWith("pending:")'],
  ["examples/calls-page/src/call/isLogged.ts", 'id = "manual:" + id'],
  ["packages/supabase-adapter/sql/acts.sql", "where call_id like 'manual:%'"],
  ["packages/supabase-adapter/sql/claims.sql", "claimed_at > now() - interval '15 s'"],
  ["packages/supabase-adapter/sql/sweep.sql", "-- Expires after 90 s."],
  ["packages/supabase-adapter/sql/sweep.sql", "make_interval(secs => 60)"],
  ["packages/core/src/testing/createMemoryCallStore.ts", "now - 15_000"],
  ["packages/core/src/contract/callRoutes.ts", 'description: "A claim expires after 15 s."'],
  ["packages/core/src/useCases/requestPermission.ts", "now + 86_400_000"],
  ["packages/softphone/src/call/timings.ts", "/** A claim expires after 15 s. */"],
  ["packages/core/src/ports/callStore.ts", "/** Seconds. Default 14400. */"],
  ["packages/softphone/src/call/x.ts", 'row.status !== "iniciando" && row.status !== "en_curso"'],
  ["packages/softphone/src/x.ts", 'row?.direction === "entrante" && row.status === "iniciando"'],
  ["packages/supabase-adapter/src/signaling/x.ts", '.eq("status", "iniciando")'],
  ["examples/calls-page/src/history/x.ts", 'reason === "missed" || reason === "expired"'],
])("a literal in %s is found: %s", (path, text) => {
  expect(findLiterals([{ path, text }])).toHaveLength(1);
});
