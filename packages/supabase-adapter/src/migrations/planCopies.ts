import type { Comparison, PackageFile } from "./compareProject.ts";
import { addSeconds, findNextStamp } from "./findNextStamp.ts";
import { isSupabaseOnly } from "./sqlFile.ts";

export interface Copy {
  name: string;
  text: string;
}

/** The reason why nothing can be copied, in sentences for people: the problem and its solution. */
export class CopyProblem extends Error {
  override name = "CopyProblem";
}

/**
 * Plans the missing copies, with names that sort after all of the project's migrations: first the preflight, then the host's
 * file, which calls the preflight, then all other migrations. One second between the preflight and the host's file stays free
 * for the file with the host's tables: a user can request these tables after the preflight has reported that they are missing.
 *
 * @throws CopyProblem when a file was edited or is present twice, or would run too late.
 */
export function planCopies(
  project: Comparison,
  { withHostTables, now }: { withHostTables: boolean; now: Date },
): Copy[] {
  const { host, hostTables, line, names } = project;
  refuseEdited(line);
  refuseTwice(line);
  refuseOutOfOrder(line);
  refuseHostOutOfOrder(project);
  const wantsTables = withHostTables && hostTables.state === "missing";
  const late = wantsTables && !isMissing(host) ? [placeBefore(host, hostTables, names)] : [];
  const [preflight, ...rest] = line;
  const room = isMissing(host) ? [undefined] : [];
  const order = [
    ...(wantsTables && late.length === 0 ? [hostTables] : []),
    ...(preflight && isMissing(preflight) ? [preflight] : []),
    ...room,
    ...[host, ...rest].filter(isMissing),
  ];
  const start = findNextStamp([...names, ...late.map(({ name }) => name)], now);
  return [
    ...late,
    ...order.flatMap((file, seconds) =>
      file ? [{ name: `${addSeconds(start, seconds)}_${file.part}`, text: file.text }] : [],
    ),
  ];
}

const isMissing = ({ state }: PackageFile) => state === "missing";

function refuseEdited(line: readonly PackageFile[]): void {
  const edited = line.filter(({ state }) => state === "edited").flatMap(({ names }) => names);
  if (edited.length === 0) return;
  throw new CopyProblem(
    [
      "Migrations of SKALE Calls were edited here:",
      ...edited.map((name) => `  edited    ${name}`),
      "Undo the edit (git checkout), and put your changes into a later migration of your own.",
      "If you wrote this file yourself, rename it: its name ends like the name of a migration of SKALE Calls.",
    ].join("\n"),
  );
}

function refuseTwice(line: readonly PackageFile[]): void {
  const twice = line.filter(({ state }) => state === "twice");
  if (twice.length === 0) return;
  throw new CopyProblem(
    [
      "Migrations of SKALE Calls are present more than once, so an older version would run after newer ones:",
      ...twice.flatMap(({ names }) => names.map((name) => `  twice     ${name}`)),
      "Keep the copy that has been applied (npx supabase migration list --remote), and delete the other copies. If no copy has been applied, keep the first.",
    ].join("\n"),
  );
}

/**
 * Finds the copied files before which this file must run. A file that is only for Supabase can run after files for any
 * Postgres: a project that began with `--postgres` copies this file when the project moves to Supabase.
 */
function findLater(line: readonly PackageFile[], file: PackageFile): PackageFile[] {
  return line
    .slice(line.indexOf(file) + 1)
    .filter(({ state }) => state === "copied")
    .filter(({ part }) => !isSupabaseOnly(file.part) || isSupabaseOnly(part));
}

function refuseOutOfOrder(line: readonly PackageFile[]): void {
  const missing = line.filter(isMissing).find((file) => findLater(line, file).length > 0);
  if (missing === undefined) return;
  const later = findLater(line, missing);
  const next = later[0]?.names[0];
  throw new CopyProblem(
    [
      `${missing.part} is missing, but the later file ${next} is present. A new copy would run after ${next}, which is too late.`,
      `If ${next} has been applied to a database: restore the missing file with its previous name (git log finds it).`,
      `If ${next} has not been applied to any database: delete these files, and run the command again:`,
      ...later.flatMap(({ names }) => names.map((name) => `  delete    ${name}`)),
    ].join("\n"),
  );
}

/** Refuses to copy the host's file again after it was renamed, or to copy the preflight if it would run after the host's file. */
function refuseHostOutOfOrder({ host, line: [preflight, ...rest] }: Comparison): void {
  const later = rest.find(({ state }) => state === "copied");
  if (isMissing(host) && later) {
    throw new CopyProblem(
      [
        `${later.names[0]} is present, but the file that must run before it is missing: a file whose name ends in _${host.part}.`,
        `If you renamed the file that defines skale_calls.home_branch: give it a name that ends in _${host.part} again.`,
      ].join("\n"),
    );
  }
  if (!isMissing(host) && preflight && isMissing(preflight)) {
    throw new CopyProblem(
      [
        `${preflight.part} is missing. It must run before ${host.names[0]}, but a new copy would run after ${host.names[0]}.`,
        `Move ${host.names[0]} out of the folder, run the command again, and put the content of your file into the new copy.`,
      ].join("\n"),
    );
  }
}

/** Plans the copy of the file with the host's tables if the host's file was copied before. The tables must run before it. */
function placeBefore(host: PackageFile, tables: PackageFile, names: readonly string[]): Copy {
  const [nextName = ""] = host.names;
  const stamp = /^\d{14}(?=_)/.exec(nextName)?.[0];
  const name = stamp && `${addSeconds(stamp, -1)}_${tables.part}`;
  if (!name || names.some((other) => other.slice(0, 14) === name.slice(0, 14))) {
    throw new CopyProblem(
      [
        `${tables.part} must run before ${nextName}, but the second before ${nextName} is not free for its stamp.`,
        `If ${nextName} has not been applied to any database: delete ${nextName} and all later copies, and run the command again.`,
      ].join("\n"),
    );
  }
  return { name, text: tables.text };
}
