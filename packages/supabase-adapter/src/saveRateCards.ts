import { readRateCards } from "@skale-calls/core/cost";
import type { RpcClient } from "./createSupabaseCallStore.ts";
import { storeError } from "./storeError.ts";

/**
 * Checks rate cards and saves them in the database, in place of all saved ones.
 *
 * @param client a client with the secret (service role) key.
 * @param cards the list of cards, or its JSON text, as `readRateCards` of `@skale-calls/core/cost` reads them.
 * @returns the number of saved markets.
 * @throws CallsError `rate_cards_invalid`, `store_unavailable`, `store_refused`, `internal`.
 * @example
 * await saveRateCards(createClient(url, secretKey), await readFile("rates.json", "utf8"));
 */
export async function saveRateCards(client: RpcClient, cards: unknown): Promise<number> {
  const { data, error, status } = await client.rpc("save_whatsapp_call_rates", {
    p_cards: readRateCards(cards),
  });
  if (error) throw storeError({ status, error });
  return data as number;
}
