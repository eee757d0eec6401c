/** The softphone's own error codes, each with a sentence for the agent. The server's codes are `errorCodes` of core. */
export const ownSentences = {
  microphone_denied:
    "The browser does not allow the microphone. Click the lock next to the address and allow it.",
  microphone_missing: "No microphone was found. Connect one and try again.",
  microphone_busy: "Another program is using the microphone. Close it and try again.",
  microphone_failed: "The microphone could not be opened. Connect it again or choose another.",
  microphone_interrupted: "The system has muted your microphone. The contact does not hear you.",
  webrtc_unavailable: "This browser cannot make calls. Use a current browser and an https address.",
  device_failed: "That audio device could not be used. Choose another.",
  audio_blocked: "The browser has blocked the sound. Click on the page to hear the call.",
  call_busy: "You already have a call in progress.",
  call_elsewhere: "You already have a call in another tab.",
  invalid_state: "That is not possible at this stage of the call.",
  dtmf_unavailable: "This call does not support keypad tones.",
  sdp_offer_invalid:
    "WhatsApp's offer could not be understood, so the call cannot be answered here. Call the contact.",
  sdp_answer_invalid: "WhatsApp's answer could not be understood. Call again.",
  dial_unanswered: "WhatsApp did not respond to the call, so it was hung up. Call again.",
  media_failed:
    "No audio connection with WhatsApp could be made. Check the network or the firewall.",
  connection_lost: "The call's connection was lost. Check the network and call again.",
  no_media: "No audio arrives from the other person. WhatsApp will end the call if this continues.",
  signaling_failed: "The call service failed. It is not known whether the action had an effect.",
} as const satisfies Record<string, string>;

export type SoftphoneOwnErrorCode = keyof typeof ownSentences;

/** True for a code that only the softphone has. */
export function isOwnCode(code: string): code is SoftphoneOwnErrorCode {
  return Object.hasOwn(ownSentences, code);
}
