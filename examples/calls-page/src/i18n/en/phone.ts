import type { phone as spanish } from "../es/phone.ts";
import type { Texts } from "../texts.ts";

export const phone: Texts<typeof spanish> = {
  dialTitle: "Dial",
  number: "Number or name",
  dial: "Call",
  answer: "Answer",
  reject: "Decline",
  hangUp: "Hang up",
  mute: "Mute",
  unmute: "Unmute",
  keypad: "Keypad",
  incoming: "Incoming call",
  phase: {
    idle: "Ready",
    requesting_microphone: "Asking for the microphone…",
    dialing: "Dialling…",
    ringing: "Ringing…",
    connecting: "Connecting…",
    connected: "In call",
    reconnecting: "Reconnecting…",
    ended: "Ended",
  },
};
