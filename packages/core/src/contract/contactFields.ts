import * as z from "zod";
import { isUserId } from "../phone/isUserId.ts";

/**
 * Null and "" have the same meaning as an absent value, because the front-end service of SKALE's integration guide
 * sends both.
 */
export const optionalUuid = z
  .string()
  .regex(
    /^(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})?$/,
    "Must be a uuid, null or empty.",
  )
  .nullish()
  .transform((id) => id?.toLowerCase() || undefined);

export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

/**
 * Accepts a value of any type, because `normalizePhone` checks the value later and throws a specific code, such as
 * `phone_invalid`.
 */
const phone = z.unknown().meta({ type: ["string", "number", "null"] }) as z.ZodType<
  unknown,
  string | number | null
>;

export const phoneToCall = phone
  .optional()
  .describe("A phone number. The country code is required if no DEFAULT_COUNTRY is set.");

const recipient = optionalText
  .refine(
    (text) => text === undefined || isUserId(text),
    "Must be a WhatsApp user id, such as MX.13491208655302741918.",
  )
  .describe(
    "The WhatsApp user id of a contact whose number is not known, such as `MX.13491208655302741918`. Send it in place of `to`.",
  );

/** The fields that name a contact and the inbox to use. */
export const contactFields = {
  to: phoneToCall,
  recipient,
  inbox_id: optionalUuid.describe(
    "The id of the WhatsApp number to use. Required if the agent's branch has several.",
  ),
};

type NamedContact = { to?: unknown; recipient?: string | undefined };

/** Use with `refine`: only one of the two fields may name the contact. */
export const namesOneContact = ({ to, recipient: userId }: NamedContact): boolean =>
  userId === undefined || to === undefined || to === null || to === "";

export const oneContact = {
  path: ["recipient"],
  message: "Send either `to` or `recipient`, not both.",
};
