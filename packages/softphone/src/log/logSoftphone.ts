import type { Log } from "@skale-calls/core";
import type { CallState } from "../call/callState.ts";
import type { SoftphoneCall } from "../call/softphoneCall.ts";
import type { SoftphoneEvents } from "../createSoftphone.ts";
import type { Emitter } from "../lib/createEmitter.ts";
import type { Media } from "../media/media.ts";
import { describeForLog } from "./describeForLog.ts";

/** The fields of a call's state that are logged when they change. None of them identifies a person. */
const told = [
  "phase",
  "endReason",
  "hasMedia",
  "isMuted",
  "isSilent",
  "isInterrupted",
  "isDismissed",
  "mayGoOn",
] as const satisfies (keyof CallState)[];

/**
 * Logs errors, and changes of calls, of the connection with the server, and of devices.
 *
 * @returns a function that ends the logging.
 */
export function logSoftphone(
  log: Log,
  on: Emitter<SoftphoneEvents>["on"],
  media: Pick<Media, "listDevices" | "onDevicesChange">,
): () => void {
  const watched = new WeakSet<SoftphoneCall>();
  let wasOnline = true;

  function watch(call: SoftphoneCall): void {
    let before: Partial<CallState> = {};
    const tellState = (state: CallState) => {
      const changed = told.filter((name) => (state[name] || null) !== (before[name] || null));
      before = state;
      if (changed.length === 0) return;
      const fields = Object.fromEntries(changed.map((name) => [name, state[name]]));
      log.info("softphone: call", { call: call.id, direction: state.direction, ...fields });
    };
    watched.add(call);
    tellState(call.state);
    call.on("state", tellState);
    call.on("warning", (error) =>
      log.warn("softphone: warning", { call: call.id, ...describeForLog(error) }),
    );
    // Loaded on demand, because few pages log. The delay loses no rating, because the first rating takes five seconds.
    void import("./logQuality.ts").then(({ logQuality }) => logQuality(log, call));
  }

  const stops = [
    on("state", ({ calls, isOnline }) => {
      for (const call of calls) if (!watched.has(call)) watch(call);
      if (isOnline !== wasOnline) log.warn("softphone: server", { isOnline });
      wasOnline = isOnline;
    }),
    on("error", ({ error, call }) =>
      log.error("softphone: error", { call: call?.id, ...describeForLog(error) }),
    ),
    media.onDevicesChange(async () => {
      // Device names may contain names of people ("Ana's earphones"), so only counts are logged.
      const kinds = (await media.listDevices().catch(() => [])).map(({ kind }) => kind);
      const count = (kind: string) => kinds.filter((known) => known === kind).length;
      log.info("softphone: devices", { inputs: count("input"), outputs: count("output") });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
