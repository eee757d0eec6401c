import { addDecimals, type FreeCallReason, type UnknownCostReason } from "@skale-calls/core/cost";
import { pulseSeconds } from "@skale-calls/core/internal";
import type { TypedClient } from "./callsClient.ts";
import { readAnswer } from "./readAnswer.ts";
import { writeTime } from "./writeTime.ts";

export interface FetchCallCostsParams {
  /** Calls created at this moment or later. An ISO 8601 text or a `Date`. */
  from: Date | string;
  /** Calls created before this moment, which is at most a year after `from`. */
  to: Date | string;
  /**
   * The time zone of the WhatsApp Business account, an IANA name: its months begin the tiers and are the groups of `month`, and
   * its days begin the rate cards. It is not the time zone of the agent. Default `UTC`.
   */
  accountTimeZone?: string;
  by: "month" | "branch" | "agent" | "inbox";
  /** Only calls of this branch. Without it: all calls that the agent sees, including those without a branch. */
  branchId?: string | null;
}

/** An exact amount in one currency, such as `0.0103` `USD`. Round it only when you show it. */
export interface CurrencyAmount {
  currency: string;
  amount: string;
}

export interface CallCostTotals {
  calls: number;
  /** The duration of the conversations. */
  talkSeconds: number;
  /** The seconds of the pulses of the outgoing conversations. */
  billedSeconds: number;
  /** One amount per currency, in the order of the currencies' codes. Never add them. */
  costs: CurrencyAmount[];
  /** The calls whose cost is unknown; they are included in the other counts. */
  unpriced: { calls: number; talkSeconds: number; reasons: UnknownCostReason[] };
}

export interface CostGroup extends CallCostTotals {
  /** A month (`YYYY-MM`), or the id of a branch, agent or inbox; null for calls without one. */
  key: string | null;
}

export interface CallCosts {
  /** In the order of the keys; calls without a key are last. */
  groups: CostGroup[];
  total: CallCostTotals;
}

/** Calls with the same key, currency and reason, as `whatsapp_call_costs` returns them. */
export interface CostRow {
  key: string | null;
  currency: string | null;
  reason: FreeCallReason | UnknownCostReason | null;
  calls: number;
  talkSeconds: number;
  pulses: number;
  amount: string | null;
}

export async function fetchCallCosts(
  client: Pick<TypedClient, "rpc">,
  { from, to, accountTimeZone, by, branchId }: FetchCallCostsParams,
): Promise<CallCosts> {
  const rows = await readAnswer(
    client.rpc("whatsapp_call_costs", {
      p_from: writeTime(from),
      p_to: writeTime(to),
      p_group: by,
      // Without a value, the database uses its default.
      p_account_time_zone: accountTimeZone,
      p_branch_id: branchId ?? null,
    }),
  );
  const keys = [...new Set(rows.map(({ key }) => key))];
  return {
    groups: keys.map((key) => ({ key, ...addUp(rows.filter((row) => row.key === key)) })),
    total: addUp(rows),
  };
}

function addUp(rows: readonly CostRow[]): CallCostTotals {
  const amounts = new Map<string, string>();
  for (const { currency, amount } of rows) {
    if (currency === null || amount === null) continue;
    amounts.set(currency, addDecimals(amounts.get(currency) ?? "0", amount));
  }
  const unpriced = rows.filter(({ amount }) => amount === null);
  return {
    calls: sum(rows, "calls"),
    talkSeconds: sum(rows, "talkSeconds"),
    billedSeconds: sum(rows, "pulses") * pulseSeconds,
    costs: [...amounts.keys()].sort().map((currency) => ({
      currency,
      amount: amounts.get(currency) ?? "0",
    })),
    unpriced: {
      calls: sum(unpriced, "calls"),
      talkSeconds: sum(unpriced, "talkSeconds"),
      reasons: [...new Set(unpriced.map(({ reason }) => reason as UnknownCostReason))].sort(),
    },
  };
}

function sum(rows: readonly CostRow[], name: "calls" | "talkSeconds" | "pulses"): number {
  return rows.reduce((total, row) => total + row[name], 0);
}
