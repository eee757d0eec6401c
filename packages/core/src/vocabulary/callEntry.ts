import type { CallFacts } from "./callFacts.ts";

/**
 * The ways into an incoming call that WhatsApp reports: our call button in a message, or our call link. A call from the
 * profile, from a chat, or by a button or link without a payload does not state its way.
 */
export const entryPoints = ["button", "link"] as const;
export type EntryPoint = (typeof entryPoints)[number];

/**
 * The column of `whatsapp_calls` that contains the payload of each entry point. The payload is the
 * business's own text and may name a lead or a campaign: keep it out of logs.
 */
export const entryColumns = {
  button: "cta_payload",
  link: "deeplink_payload",
} as const satisfies Record<EntryPoint, keyof CallFacts>;

/**
 * Returns how the contact came to call us, with the payload; null if WhatsApp did not report it.
 *
 * @example
 * findEntry({ cta_payload: null, deeplink_payload: "poster" }); // { point: "link", payload: "poster" }
 */
export function findEntry(
  call: Pick<CallFacts, "cta_payload" | "deeplink_payload">,
): { point: EntryPoint; payload: string } | null {
  for (const point of entryPoints) {
    const payload = call[entryColumns[point]];
    if (payload) return { point, payload };
  }
  return null;
}
