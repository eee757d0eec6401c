import type { Log } from "@skale-calls/core";
import type { CallState } from "../call/callState.ts";
import type { SoftphoneCall } from "../call/softphoneCall.ts";
import type { SoftphoneEvents } from "../createSoftphone.ts";
import type { Emitter } from "../lib/createEmitter.ts";
import type { Media } from "../media/media.ts";
import { describeForLog } from "./describeForLog.ts";

/** What is logged of a call's state when it changes: nothing that says who calls whom. */
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

/** Logs what happens to calls, to the connection with the server, and to the devices. @returns a function that ends it. */
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
    // Loaded here, since few pages log: a rating takes seconds anyway.
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
      // Their names are people's ("Ana's earphones"), so they are counted.
      const kinds = (await media.listDevices().catch(() => [])).map(({ kind }) => kind);
      const count = (kind: string) => kinds.filter((known) => known === kind).length;
      log.info("softphone: devices", { inputs: count("input"), outputs: count("output") });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
