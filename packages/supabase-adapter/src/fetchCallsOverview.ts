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
  /** The overview counts calls created at this moment or later. An ISO 8601 text or a `Date`. */
  from: Date | string;
  /** The overview counts calls created before this moment, which is at most a year after `from`. */
  to: Date | string;
  /** The time zone of the counted days: an IANA name such as `America/Mexico_City`. */
  timeZone: string;
  /** Only calls of this branch. Without it: all calls that the agent sees, including those without a branch. */
  branchId?: string | null;
}

export interface CallTotals {
  calls: number;
  /** The calls that were picked up. */
  answered: number;
  /** The calls that ended or were picked up. The result of a call that still rings is not known yet. */
  settled: number;
  /** `answered / settled`, 0 to 1; null if `settled` is 0. */
  answerRate: number | null;
  /** Incoming calls that nobody answered and nobody declined. Their end reason is `missed` or `expired`. */
  missed: number;
  /** The total talk time in seconds. */
  talkSeconds: number;
  /** The mean talk time, in seconds, of the answered calls with a known duration; null if there are none. */
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
  /** Every local day of the window, oldest first, including days without calls. */
  days: CallsOfDay[];
  total: CallTotals;
  byStatus: Record<CallStatus, number>;
  /** Without the calls whose direction is unknown. */
  byDirection: Record<CallDirection, CallTotals>;
}

/** The number of calls of one day with the same direction and result, as `whatsapp_calls_overview` returns it. */
export interface OverviewGroup {
  day: string;
  status: CallStatus;
  direction: CallDirection | null;
  endReason: EndReason | null;
  isAnswered: boolean;
  calls: number;
  /** The calls with a known duration. */
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
    if (count === undefined) continue; // A day outside the window, which the function never returns.
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
    missed: sum(groups.filter(isMissedGroup), "calls"),
    talkSeconds,
    averageTalkSeconds: talks === 0 ? null : talkSeconds / talks,
  };
}

function isAnswered(group: OverviewGroup): boolean {
  return group.isAnswered || group.status === "completada";
}

const isMissedGroup = ({ endReason, ...group }: OverviewGroup): boolean =>
  isMissed({ ...group, end_reason: endReason });

function sum(groups: readonly OverviewGroup[], name: "calls" | "talks" | "talkSeconds"): number {
  return groups.reduce((total, group) => total + group[name], 0);
}
