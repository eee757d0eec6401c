import { expect, it } from "vitest";
import { readNetworkFailure } from "./readNetworkFailure.ts";

const failed = (cause: unknown) => new TypeError("fetch failed", { cause });
const coded = (code: string, syscall?: string) =>
  Object.assign(new Error("x"), { code }, syscall && { syscall });

it.each([
  ["refused", failed(coded("ECONNREFUSED", "connect")), { code: "ECONNREFUSED", unsent: true }],
  ["no such host", failed(coded("ENOTFOUND", "getaddrinfo")), { code: "ENOTFOUND", unsent: true }],
  ["connecting took too long", failed(coded("UND_ERR_CONNECT_TIMEOUT")), { unsent: true }],
  ["unreachable while connecting", failed(coded("ENETUNREACH", "connect")), { unsent: true }],
  [
    "unreachable after connecting",
    failed(coded("ENETUNREACH", "write")),
    { code: "ENETUNREACH", unsent: false },
  ],
  ["reset", failed(coded("ECONNRESET", "read")), { code: "ECONNRESET", unsent: false }],
  ["closed", failed(coded("UND_ERR_SOCKET")), { code: "UND_ERR_SOCKET", unsent: false }],
  [
    "all addresses refused",
    failed(new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")])),
    { code: "ECONNREFUSED", unsent: true },
  ],
  [
    "one address reset",
    failed(new AggregateError([coded("ECONNREFUSED"), coded("ECONNRESET")])),
    { unsent: false },
  ],
  [
    "Deno, refused",
    new TypeError(
      "error sending request for url (https://x/): client error (Connect): tcp connect error: Connection refused",
    ),
    { unsent: true },
  ],
  [
    "Deno, closed",
    new TypeError("error sending request for url (https://x/): connection closed"),
    { unsent: false },
  ],
  ["no code", failed(new Error("other side closed")), { unsent: false }],
  ["no error", "gone", { unsent: false }],
])("%s", (_, error, expected) => {
  expect(readNetworkFailure(error)).toMatchObject(expected);
});

it.each([
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
])("a certificate that is not accepted: %s", (code) => {
  expect(readNetworkFailure(failed(coded(code)))).toEqual({ code, unsent: true });
});

it("ends for causes in a circle", () => {
  const error: Error & { cause?: unknown } = new Error("round");
  error.cause = error;
  expect(readNetworkFailure(error)).toEqual({ unsent: false });
});
