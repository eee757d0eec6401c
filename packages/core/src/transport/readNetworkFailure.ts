/** Codes of failures before a connection is established, so before any byte of the request is sent. */
const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "HOSTNAME_MISMATCH",
]);

/** Further codes of a certificate that was not accepted. Then TLS ends before the request is sent. */
const certificateCode = /^(?:CERT_|UNABLE_TO_|ERR_TLS_CERT_)/;

export interface NetworkFailure {
  /** The runtime's code, such as `ECONNRESET`. */
  code?: string | undefined;
  /** True only when it is certain that nothing was sent. */
  unsent: boolean;
}

/**
 * Reads a network failure from the chain of causes. Node puts a code on the innermost cause; there are several
 * innermost causes if Node tried several addresses. Deno only says `client error (Connect)`.
 */
export function readNetworkFailure(error: unknown, depth = 0): NetworkFailure {
  if (!(error instanceof Error) || depth > 8) return { unsent: false };
  if (error instanceof AggregateError && error.errors.length > 0) {
    const failures = error.errors.map((inner) => readNetworkFailure(inner, depth + 1));
    return { code: failures[0]?.code, unsent: failures.every((failure) => failure.unsent) };
  }
  if (
    "code" in error &&
    typeof error.code === "string" &&
    /^[A-Z][A-Z0-9_]{1,39}$/.test(error.code)
  ) {
    const connecting = "syscall" in error && error.syscall === "connect";
    const unsent = connecting || neverConnected.has(error.code) || certificateCode.test(error.code);
    return { code: error.code, unsent };
  }
  if (/client error \(Connect\)/.test(error.message)) return { unsent: true };
  return readNetworkFailure(error.cause, depth + 1);
}
