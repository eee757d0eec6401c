import { createHash, randomBytes } from "node:crypto";

const hex = (bytes: number) => randomBytes(bytes).toString("hex");

export const createEventId = () => `evt_${hex(12)}`;
export const createObjectId = () => hex(12);
export const createEndpointId = () => `wh${hex(12)}`;
export const createSecret = () => `whsec_${hex(16)}`;
export const createApiKey = () => `sim_${hex(16)}`;
export const createAppSecret = () => hex(16);
export const createAccessToken = () => `EAA${hex(24)}`;
export const createTraceId = () => `A${hex(11)}`;
export const createRequestId = () => `req_${hex(10)}`;
/** An id of Meta's Graph API. */
export const createGraphId = () =>
  `1${String(BigInt(`0x${hex(8)}`) % 1_000_000_000_000_000n).padStart(15, "0")}`;
export const createFlatCallId = () => `call_${hex(12)}`;

/** Returns the digits that an id of WhatsApp contains. The ids of a user who hides the phone contain zeros. */
export const digitsOf = ({
  phone,
  hidePhone,
}: {
  phone: string;
  hidePhone?: boolean | undefined;
}) => (hidePhone ? "0000000000000" : phone.slice(1));

/**
 * Creates a call id in the documented layout: both numbers and a random part, in Base64. The id ends in `==`, so that tests
 * find code that does not encode it in a path or filter.
 */
export function createWacid(contactDigits: string, businessDigits: string): string {
  return `wacid.${pack(contactDigits, businessDigits)}`;
}

export function createWamid(contactDigits: string): string {
  return `wamid.${pack(contactDigits, "")}`;
}

function pack(first: string, second: string): string {
  const bytes = [
    ...[0x1c, 0x18, first.length, ...Buffer.from(first)],
    ...[0x15, 0x02, 0x00, 0x11, 0x18, 0x20, ...Buffer.from(hex(16).toUpperCase())],
    ...[0x1c, 0x18, second.length, ...Buffer.from(second)],
    ...[0x15, 0x02, 0x00, 0x15, 0x1e, 0x00],
  ];
  while (bytes.length % 3 !== 1) bytes.push(0);
  return Buffer.from(bytes).toString("base64");
}

/** Returns a business-scoped user id, such as `MX.13491208655302741918`. The same phone always has the same id. */
export function userIdOf(phone: string): string {
  const digits = BigInt(`0x${createHash("sha256").update(phone).digest("hex").slice(0, 16)}`);
  return `MX.${digits.toString().padStart(20, "1")}`;
}
