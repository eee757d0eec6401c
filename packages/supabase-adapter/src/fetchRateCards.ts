import type { RateCard } from "@skale-calls/core/cost";
import type { TypedClient } from "./callsClient.ts";
import { readAnswer } from "./readAnswer.ts";

/** What `estimateCallCost` needs for the next call. */
export interface RatesNow {
  cards: RateCard[];
  /**
   * A decimal text for `minutesThisMonth`: at most the minutes of the account in this month, and in the same tier. It is not
   * the exact number, because an agent may not see the calls of other branches.
   */
  minutesThisMonth: string;
}

export interface FetchRateCardsParams {
  /** The time zone of the WhatsApp Business account, an IANA name, as for `estimateCallCost`. Default `UTC`. */
  accountTimeZone?: string;
}

export function fetchRateCards(
  client: Pick<TypedClient, "rpc">,
  { accountTimeZone }: FetchRateCardsParams,
): Promise<RatesNow> {
  return readAnswer(
    client.rpc("whatsapp_call_rate_cards", { p_account_time_zone: accountTimeZone }),
  );
}
