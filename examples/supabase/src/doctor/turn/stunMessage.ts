import { createHash, createHmac, randomBytes } from "node:crypto";

/** Methods and attributes of STUN (RFC 8489) and TURN (RFC 8656). */
export const methods = { binding: 0x0001, allocate: 0x0003, refresh: 0x0004 } as const;
export const attributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  requestedTransport: 0x0019,
} as const;

const cookie = 0x2112a442;
export const headerLength = 20;
const macLength = 20;

export type Attribute = readonly [type: number, value: Uint8Array | string];

export interface StunMessage {
  kind: "success" | "error" | "other";
  transaction: string;
  attributes: ReadonlyMap<number, Buffer>;
}

/** Long-term credentials: the key is made of the server's realm too. */
export interface StunKey {
  username: string;
  credential: string;
  realm: string;
}

/** Writes a request. With a key, `MESSAGE-INTEGRITY` is its last attribute. */
export function writeRequest(method: number, list: readonly Attribute[], key?: StunKey): Buffer {
  const body = Buffer.concat(list.map(writeAttribute));
  const header = Buffer.alloc(headerLength);
  header.writeUInt16BE(method, 0);
  header.writeUInt32BE(cookie, 4);
  randomBytes(12).copy(header, 8);
  header.writeUInt16BE(body.length + (key ? macLength + 4 : 0), 2);
  const message = Buffer.concat([header, body]);
  if (!key) return message;
  const { username, realm, credential } = key;
  const secret = createHash("md5").update(`${username}:${realm}:${credential}`).digest();
  const mac = createHmac("sha1", secret).update(message).digest();
  return Buffer.concat([message, writeAttribute([attributes.messageIntegrity, mac])]);
}

function writeAttribute([type, value]: Attribute): Buffer {
  const bytes = Buffer.from(value as Uint8Array);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(bytes.length, 2);
  return Buffer.concat([head, bytes, Buffer.alloc(-bytes.length & 3)]);
}

/** Reads a response; undefined for other bytes. */
export function readResponse(bytes: Buffer): StunMessage | undefined {
  if (bytes.length < headerLength || bytes.readUInt32BE(4) !== cookie) return undefined;
  const found = new Map<number, Buffer>();
  const end = Math.min(bytes.length, headerLength + bytes.readUInt16BE(2));
  for (let at = headerLength; at + 4 <= end; ) {
    const length = bytes.readUInt16BE(at + 2);
    found.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length + (-length & 3);
  }
  const form = bytes.readUInt16BE(0) & 0x0110;
  return {
    kind: form === 0x0100 ? "success" : form === 0x0110 ? "error" : "other",
    transaction: transactionOf(bytes),
    attributes: found,
  };
}

export const transactionOf = (bytes: Buffer) => bytes.toString("hex", 8, headerLength);

/** The number of an error, such as 401; 0 if the message has none. */
export function errorCodeOf({ attributes: found }: StunMessage): number {
  const value = found.get(attributes.errorCode);
  return value && value.length >= 4 ? (value[2] ?? 0) * 100 + (value[3] ?? 0) : 0;
}
