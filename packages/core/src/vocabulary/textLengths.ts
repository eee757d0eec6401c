import type { CallFacts } from "./callFacts.ts";

/**
 * The longest text that a column accepts, in characters, and what happens to a longer text from a webhook. The text is
 * `cut`, or it is `dropped` if a part of it would have another meaning, such as the id of another call or another
 * address. A text that a person writes is never cut: it is refused with `text_too_long`.
 */
export interface TextLength {
  most: number;
  longer: "cut" | "dropped";
}

const id = { most: 255, longer: "dropped" } as const;
/** Longer than `id`, because an event's id may be `callId:kind:sha256(item)`. */
const eventId = { most: 512, longer: "cut" } as const;
const word = { most: 255, longer: "cut" } as const;
const phone = { most: 255, longer: "cut" } as const;
/** WhatsApp allows 512 characters. Twice as many fit, because characters are counted in several ways. */
const payload = { most: 1024, longer: "dropped" } as const;
const name = { most: 200, longer: "cut" } as const;

/**
 * The lengths of every text column that webhooks or people write. The readers of webhooks, the checks of the database
 * and the message that an agent reads use this table.
 *
 * @example
 * <textarea maxLength={textLengths.whatsapp_calls.notes.most} />
 */
export const textLengths = {
  whatsapp_calls: {
    call_id: id,
    provider_call_id: id,
    provider: word,
    provider_phone_id: id,
    business_phone: phone,
    contact_phone: phone,
    contact_user_id: id,
    contact_profile_name: name,
    contact_name: name,
    notes: { most: 10_000, longer: "cut" },
    error_code: id,
    cta_payload: payload,
    deeplink_payload: payload,
    recording_asset: id,
    recording_url: { most: 4096, longer: "dropped" },
    transcript_asset: id,
    transcript: { most: 1_000_000, longer: "cut" },
  },
  whatsapp_call_events: {
    provider: word,
    event_id: eventId,
    call_id: id,
    kind: word,
    error: { most: 1000, longer: "cut" },
  },
  whatsapp_call_claims: {
    key: id,
  },
  whatsapp_call_sessions: {
    sdp: { most: 100_000, longer: "dropped" },
  },
  whatsapp_call_media: {
    asset_id: id,
    path: id,
    attempt_path: id,
    media_type: word,
    sha256: id,
    error_code: id,
  },
  whatsapp_call_permissions: {
    contact_key: id,
    business_key: id,
    contact_phone: phone,
    contact_user_id: id,
    business_phone: phone,
    provider_phone_id: id,
    source: word,
    context_id: id,
    event_id: eventId,
  },
  whatsapp_call_contact_changes: {
    event_id: eventId,
    contact_phone: phone,
    contact_key: id,
    contact_user_id: id,
    previous_user_id: id,
  },
  whatsapp_call_rates: {
    market: name,
    source: { most: 500, longer: "cut" },
  },
  whatsapp_call_numbers: {
    // An id with the prefix of its kind.
    number_key: { most: 300, longer: "dropped" },
    // The name and the language of a template, with the prefix of the kind.
    fact: { most: 600, longer: "dropped" },
    provider: word,
    provider_phone_id: id,
    business_phone: phone,
    account_id: id,
    event_id: eventId,
  },
  whatsapp_call_permission_requests: {
    provider: word,
    contact_key: id,
    business_key: id,
    contact_phone: phone,
    contact_user_id: id,
    business_phone: phone,
    provider_phone_id: id,
    message_id: id,
    error_code: id,
  },
} as const satisfies Record<string, Record<string, TextLength>>;

/**
 * Cuts a text to at most `most` UTF-16 units, without half a character at the end. So the text has at most `most`
 * characters.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}

const lengths = Object.entries(textLengths.whatsapp_calls) as [keyof CallFacts, TextLength][];

/** Cuts or drops the texts of a webhook that are longer than the database accepts. */
export function fitTexts<Facts extends Partial<CallFacts>>(facts: Facts): Facts {
  let fitting = facts;
  for (const [column, { most, longer }] of lengths) {
    const text = facts[column];
    if (typeof text !== "string" || text.length <= most) continue;
    fitting = { ...fitting, [column]: longer === "cut" ? cutText(text, most) : null };
  }
  return fitting;
}
