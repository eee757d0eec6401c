/**
 * A call of an agent with a contact has two legs at Twilio: one to the contact's WhatsApp, and one to the agent's phone,
 * browser or SIP device. Only the contact's leg tells how the call with the contact goes.
 */
export type CallLeg = "contact" | "agent";

/** The query parameter of a status callback that names the leg. Twilio signs the address, so the name is authentic. */
const parameter = "leg";

/**
 * Adds the name of a leg to the address of a status callback. The client, the provider and the TwiML functions do this.
 *
 * @example
 * withLeg("https://x.example/webhook", "agent"); // "https://x.example/webhook?leg=agent"
 */
export function withLeg(url: string, leg: CallLeg): string {
  const marked = new URL(url);
  marked.searchParams.set(parameter, leg);
  return marked.toString();
}

/** Returns the leg that the address of a callback names. */
export function namedLeg(url: string): CallLeg | undefined {
  const name = new URL(url).searchParams.get(parameter);
  return name === "contact" || name === "agent" ? name : undefined;
}

export interface LegFacts {
  /** The address to which Twilio sent the callback. */
  url: string;
  /** True if the contact or the agent called Twilio. */
  isInbound: boolean;
  hasParent: boolean;
  from: string;
  to: string;
}

/**
 * Decides to which side a leg goes: by the name in the address of the callback; else by the addresses of the leg. Twilio
 * does not document how it writes the addresses of WhatsApp legs, so several forms are accepted.
 */
export function legOf({ url, isInbound, hasParent, from, to }: LegFacts): CallLeg {
  const named = namedLeg(url);
  if (named) return named;
  if (/^(?:client|sips?):/i.test(isInbound ? from : to)) return "agent";
  if (/^whatsapp:/i.test(from) || /^whatsapp:/i.test(to)) return "contact";
  return hasParent ? "agent" : "contact";
}
