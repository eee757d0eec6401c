import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { SimCall } from "../calls/calls.ts";
import { WhatsappError, type WhatsappErrorCode } from "../calls/whatsappErrors.ts";
import type { World } from "../createWorld.ts";
import { ApiError } from "./apiError.ts";

/** The environment of routes that can cut their own connection. */
export type NodeEnv = { Bindings: HttpBindings };

/** How long a `slow` response waits for the webhook, which must arrive first. */
const slowestMs = 5_000;

/**
 * Dials, with the fault that `connectError` names.
 *
 * @param makeCall makes the call. `announced` resolves after the first delivery attempt of its first webhook.
 * @param answer returns the body of the response.
 */
export async function dialWithFaults(
  c: Context<NodeEnv>,
  { faults, timers }: Pick<World, "faults" | "timers">,
  makeCall: () => Promise<{ call: SimCall; announced: Promise<void> }>,
  answer: (call: SimCall) => object,
): Promise<Response> {
  const fault = faults.connectError;
  if (fault === "500") throw serverError();
  if (fault === "429") {
    throw new ApiError(429, "TOO_MANY_REQUESTS", "Too many requests.", { retryAfter: 1 });
  }
  if (fault !== null && /^\d+$/.test(fault)) throw new WhatsappError(fault as WhatsappErrorCode);
  const { call, announced } = await makeCall();
  switch (fault) {
    case "500_after":
      throw serverError();
    case "cut_after":
      c.env.incoming.socket.destroy();
      break;
    case "timeout_after":
      // There is no response. The client's timeout or the end of the simulator closes the connection.
      return new Promise<never>(() => {});
    case "slow":
      await Promise.race([announced, timers.wait(slowestMs)]);
      break;
  }
  return c.json(answer(call));
}

function serverError(): ApiError {
  return new ApiError(500, "INTERNAL_SERVER_ERROR", "An unexpected error occurred.");
}
