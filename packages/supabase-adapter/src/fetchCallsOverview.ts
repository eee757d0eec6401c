import {
  type CallDirection,
  type CallStatus,
  callDirections,
  callStatuses,
  type EndReason,
  isMissed,
} from "@skale-calls/core";
import type { TypedClient } from "./callsClient.ts";
import { readAnswer } from "./readAnswer.ts";
import { writeTime } from "./writeTime.ts";

export interface FetchCallsOverviewParams {
  /** Calls created at this moment or later; an ISO 8601 text or a `Date`. */
  from: Date | string;
  /** Calls created before this moment, at most a year later. */
  to: Date | string;
  /** Whose days are counted: an IANA name such as `America/Mexico_City`. */
  timeZone: string;
  /** Only calls of this branch. Without it: of all branches that the agent sees and of no branch. */
  branchId?: string | null;
}

export interface CallTotals {
  calls: number;
  /** Those that were picked up. */
  answered: number;
  /** Those that are over or picked up: of a call that rings it is not known yet. */
  settled: number;
  /** `answered / settled`, 0 to 1; null when nothing is settled. */
  answerRate: number | null;
  /** Incoming calls that nobody answered and nobody refused: `missed` or `expired`. */
  missed: number;
  /** Seconds talked altogether. */
  talkSeconds: number;
  /** Seconds, of the answered calls with a known duration; null when there are none. */
  averageTalkSeconds: number | null;
}

export interface CallsOfDay {
  /** The local day, `YYYY-MM-DD`. */
  day: string;
  calls: number;
  byStatus: Record<CallStatus, number>;
  byDirection: Record<CallDirection, number>;
}

export interface CallsOverview {
  /** Every local day of the window, the oldest first, also those without calls. */
  days: CallsOfDay[];
  total: CallTotals;
  byStatus: Record<CallStatus, number>;
  /** A call whose direction is not known yet counts in the total alone. */
  byDirection: Record<CallDirection, CallTotals>;
}

/** Calls of one day that began and ended alike, as `whatsapp_calls_overview` counts them. */
export interface OverviewGroup {
  day: string;
  status: CallStatus;
  direction: CallDirection | null;
  endReason: EndReason | null;
  isAnswered: boolean;
  calls: number;
  /** Those with a known duration. */
  talks: number;
  talkSeconds: number;
}

export async function fetchCallsOverview(
  client: Pick<TypedClient, "rpc">,
  { from, to, timeZone, branchId }: FetchCallsOverviewParams,
): Promise<CallsOverview> {
  const { days, groups } = await readAnswer(
    client.rpc("whatsapp_calls_overview", {
      p_from: writeTime(from),
      p_to: writeTime(to),
      p_time_zone: timeZone,
      p_branch_id: branchId ?? null,
    }),
  );
  return summarise(days, groups);
}

function summarise(days: readonly string[], groups: readonly OverviewGroup[]): CallsOverview {
  const counts = new Map(
    days.map((day): [string, CallsOfDay] => [
      day,
      { day, calls: 0, byStatus: zeros(callStatuses), byDirection: zeros(callDirections) },
    ]),
  );
  const byStatus = zeros(callStatuses);
  for (const { day, status, direction, calls } of groups) {
    byStatus[status] += calls;
    const count = counts.get(day);
    if (count === undefined) continue; // A day of no window: the function gives none.
    count.calls += calls;
    count.byStatus[status] += calls;
    if (direction !== null) count.byDirection[direction] += calls;
  }
  const totalOf = (wanted: CallDirection) =>
    addUp(groups.filter(({ direction }) => direction === wanted));
  return {
    days: [...counts.values()],
    total: addUp(groups),
    byStatus,
    byDirection: { entrante: totalOf("entrante"), saliente: totalOf("saliente") },
  };
}

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
}

function addUp(groups: readonly OverviewGroup[]): CallTotals {
  const answered = groups.filter(isAnswered);
  const settled = sum(
    groups.filter((group) => isAnswered(group) || group.status !== "iniciando"),
    "calls",
  );
  const talks = sum(answered, "talks");
  const talkSeconds = sum(answered, "talkSeconds");
  return {
    calls: sum(groups, "calls"),
    answered: sum(answered, "calls"),
    settled,
    answerRate: settled === 0 ? null : sum(answered, "calls") / settled,
    missed: sum(
      groups.filter((group) => isMissed({ ...group, end_reason: group.endReason })),
      "calls",
    ),
    talkSeconds,
    averageTalkSeconds: talks === 0 ? null : talkSeconds / talks,
  };
}

function isAnswered(group: OverviewGroup): boolean {
  return group.isAnswered || group.status === "completada";
}

function sum(groups: readonly OverviewGroup[], name: "calls" | "talks" | "talkSeconds"): number {
  return groups.reduce((total, group) => total + group[name], 0);
}
