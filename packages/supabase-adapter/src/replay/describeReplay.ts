import type { EntryState, ReplayedEntry } from "./ledgerEntry.ts";
import type { ReplayProgress } from "./replayLedger.ts";
import type { ReplayObstacle } from "./rereadEntry.ts";

/** Describes what happened to an entry, in one line without numbers and payloads. */
export function describeEntry(entry: ReplayedEntry): string {
  const { id, receivedAt, provider, before, after, call, columns, added, joined } = entry;
  return [
    `${receivedAt} #${id} ${provider}`,
    describeChange(before, after),
    ...(call === null ? [] : [`call ${call}`]),
    ...(before.status === after.status ? [] : [`${before.status ?? "no call"} -> ${after.status}`]),
    ...(columns.length === 0 ? [] : [columns.join(" ")]),
    ...(added === 0 ? [] : [`${added} more events`]),
    ...(joined ? ["joined a dialled call: check whether it still has to be hung up"] : []),
  ].join("; ");
}

function describeChange(before: EntryState, after: EntryState): string {
  const [from, to] = [before, after].map(({ kind, outcome }) => `${kind} ${outcome}`);
  return from === to ? `${from}` : `${from} -> ${to}`;
}

/** Describes how far a replay is, in one line. */
export function describeProgress({ read, total, changed, place }: ReplayProgress): string {
  const at = place === null ? "" : `, at ${place.receivedAt}`;
  const of = total === null ? "" : ` of ${total}`;
  return `${read}${of} read, ${changed} changed${at}`;
}

const obstacles: Readonly<Record<ReplayObstacle, string>> = {
  no_payload: "without a stored payload",
  no_source: "of a sender without a source; see --sources",
  still_unknown: "still not understood",
  read_otherwise: "now read as something else",
};

export function describeSummary(progress: ReplayProgress, isDry: boolean): string {
  const { read, changed, unchanged, stillDead, failed, skipped, place, isDone } = progress;
  const lines = [
    `${read} entries: ${changed} ${isDry ? "would change" : "changed"}, ${unchanged} unchanged`,
    ...(stillDead > 0 ? [`${stillDead} are still dead letters`] : []),
    ...(failed > 0 ? [`${failed} were refused by the database and stay as they were`] : []),
    ...Object.entries(skipped)
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => `${count} not replayed: ${obstacles[reason as ReplayObstacle]}`),
    ...(isDone || place === null ? [] : [`Continue with --after ${place.receivedAt},${place.id}`]),
  ];
  return lines.join("\n");
}
