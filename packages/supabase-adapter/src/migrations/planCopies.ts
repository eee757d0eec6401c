import type { Comparison, PackageFile } from "./compareProject.ts";
import { addSeconds, findNextStamp } from "./findNextStamp.ts";

export interface Copy {
  name: string;
  text: string;
}

/** Why nothing can be copied, in sentences for people: what is the matter, and what to do. */
export class CopyProblem extends Error {
  override name = "CopyProblem";
}

/**
 * The copies that a project lacks, under names that run after all that it has. The host's file comes first, with a second
 * between it and the line: room for the host's tables, which somebody may ask for when the preflight has missed them.
 *
 * @throws CopyProblem when a file was edited, or would run too late.
 */
export function planCopies(
  project: Comparison,
  { withHostTables, now }: { withHostTables: boolean; now: Date },
): Copy[] {
  const { host, hostTables, line, names } = project;
  refuseEdited(line);
  refuseOutOfOrder(line);
  const present = line.find(({ state }) => state === "copied");
  if (present && host.state === "missing") {
    throw new CopyProblem(
      [
        `No file ends in _${host.part}, though ${present.names[0]}, which needs it, is there.`,
        "Give the file that defines skale_calls.home_branch and its like that ending again.",
      ].join("\n"),
    );
  }
  const wantsTables = withHostTables && hostTables.state === "missing";
  const early = wantsTables && present ? [placeBetween(host, hostTables, present, names)] : [];
  const first = [...(wantsTables && !present ? [hostTables] : []), host].filter(isMissing);
  const rest = line.filter(isMissing);
  if (first.length + rest.length === 0) return early;
  const start = findNextStamp([...names, ...early.map(({ name }) => name)], now);
  const gap = first.length > 0 ? 1 : 0;
  const stamp = ({ part, text }: PackageFile, seconds: number): Copy => ({
    name: `${addSeconds(start, seconds)}_${part}`,
    text,
  });
  return [
    ...early,
    ...first.map((file, index) => stamp(file, index)),
    ...rest.map((file, index) => stamp(file, first.length + gap + index)),
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
      "Take back the edit (git checkout), and put what you want changed into a migration of your own after it.",
      "A file of your own that only has such a name: rename it.",
    ].join("\n"),
  );
}

function refuseOutOfOrder(line: readonly PackageFile[]): void {
  const missing = line.findIndex(isMissing);
  const later = line.slice(missing + 1).filter(({ state }) => state === "copied");
  const [next] = later;
  if (missing < 0 || next === undefined) return;
  throw new CopyProblem(
    [
      `${line[missing]?.part} is missing, though ${next.names[0]}, which comes after it, is there. A new copy would run after that one, which is too late.`,
      `If ${next.names[0]} has been applied to a database: bring the missing file back under its former name (git log -- its folder).`,
      "If it has not been applied anywhere: delete these, and run the command again:",
      ...later.flatMap(({ names }) => names.map((name) => `  delete    ${name}`)),
    ].join("\n"),
  );
}

/** The host's tables, asked for after the line was copied: they must run before its first file, the preflight. */
function placeBetween(
  host: PackageFile,
  tables: PackageFile,
  next: PackageFile,
  names: readonly string[],
): Copy {
  const [nextName = ""] = next.names;
  const stamp = /^\d{14}(?=_)/.exec(nextName)?.[0];
  const name = stamp && `${addSeconds(stamp, -1)}_${tables.part}`;
  const isFree = name && !names.some((other) => other.slice(0, 14) === name.slice(0, 14));
  if (!isFree || name.slice(0, 14) <= (host.names.at(-1) ?? "").slice(0, 14)) {
    throw new CopyProblem(
      [
        `${tables.part} must run before ${nextName}, and there is no free second before that.`,
        `If ${nextName} has not been applied anywhere: delete the copies from it on, and run the command again.`,
      ].join("\n"),
    );
  }
  return { name, text: tables.text };
}
