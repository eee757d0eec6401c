import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateRulesSql } from "./generateRulesSql.ts";
import { checkReleases, findUnreleased, releaseMigrations } from "./sql/checkReleases.ts";
import { refreshProject } from "./sql/refreshProject.ts";
import { writeMigration } from "./sql/writeMigration.ts";

const help = `Writes the changes of sql/ as the next migration, and copies it into examples/supabase.

Usage: pnpm migrations [options]

  --name <name>         the name of a new migration (default: changes)
  --check               writes nothing, and fails when the migrations do not match sql/
  --release <version>   also records that this version contains the unreleased migrations, which never change from then on
`;

const options = {
  name: { type: "string" },
  check: { type: "boolean", default: false },
  release: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const packageDir = folder("../");
const projectDir = folder("../../../examples/supabase/supabase/migrations/");
const migrationsDir = folder("../migrations/");
export const rulesFile = folder("../sql/rules.sql");

function run(): number {
  const { name, check, release, help: wantsHelp } = parseArgs({ options }).values;
  if (wantsHelp) {
    console.log(help);
    return 0;
  }
  const problems = checkReleases(migrationsDir);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const rules = generateRulesSql();
  const isStale = readFileSync(rulesFile, "utf8") !== rules;
  if (isStale && !check) writeFileSync(rulesFile, rules);
  const written = writeMigration({ packageDir, check, ...(name === undefined ? {} : { name }) });
  if (isStale) console.log(`${check ? "stale" : "written"}   sql/rules.sql`);
  for (const file of written) console.log(`${file.state.padEnd(8)}  migrations/${file.name}`);
  if (!isStale && written.length === 0) console.log("The migrations match sql/.");
  if (check) return isStale || written.length > 0 ? 1 : 0;
  if (release !== undefined && findUnreleased(migrationsDir).length > 0) {
    const names = releaseMigrations(migrationsDir, release);
    console.log(`${release} contains ${names.join(", ")}. They never change from now on.`);
  }
  for (const copied of refreshProject(packageDir, projectDir)) console.log(`copied    ${copied}`);
  return 0;
}

if (import.meta.main) {
  try {
    process.exitCode = run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
