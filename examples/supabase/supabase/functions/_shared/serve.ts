import { type CallsError, consoleLog, isCallsError } from "@skale-calls/core";
import { type Environment, readEnvironment } from "./environment.ts";

type Handler = (request: Request) => Promise<Response>;

/**
 * Serves a handler made from the environment. An environment that is not complete does not crash the
 * function without a word: it is logged, and every request is told what is missing.
 */
export function serve(wire: (env: Environment) => Handler): void {
  Deno.serve(wireOrExplain(wire));
}

function wireOrExplain(wire: (env: Environment) => Handler): Handler {
  try {
    return wire(readEnvironment(Deno.env.toObject()));
  } catch (error) {
    if (!isCallsError(error)) throw error;
    consoleLog.error(error.message, { code: error.code });
    return () => Promise.resolve(explain(error));
  }
}

function explain({ status, message, code }: CallsError): Response {
  return Response.json(
    { ok: false, error: message, code },
    { status, headers: { "Access-Control-Allow-Origin": "*" } },
  );
}
