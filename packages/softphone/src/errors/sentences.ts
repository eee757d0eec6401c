/** What to tell a person. */
export interface Sentence {
  es: string;
  en: string;
}

/** The codes that only the softphone has, each with what to tell a person. The server's are core's `errorCodes`. */
export const ownSentences = {
  microphone_denied: {
    es: "El navegador no permite usar el micrófono. Permítelo en el candado junto a la dirección.",
    en: "The browser does not allow the microphone. Allow it at the lock beside the address.",
  },
  microphone_missing: {
    es: "No se encontró ningún micrófono. Conecta uno e inténtalo de nuevo.",
    en: "No microphone was found. Connect one and try again.",
  },
  microphone_busy: {
    es: "Otro programa está usando el micrófono. Ciérralo e inténtalo de nuevo.",
    en: "Another program is using the microphone. Close it and try again.",
  },
  microphone_failed: {
    es: "No se pudo abrir el micrófono. Conéctalo de nuevo o elige otro.",
    en: "The microphone could not be opened. Connect it again or choose another.",
  },
  webrtc_unavailable: {
    es: "Este navegador no puede hacer llamadas. Usa uno actual y una dirección https.",
    en: "This browser cannot make calls. Use a current one and an https address.",
  },
  device_failed: {
    es: "No se pudo usar ese dispositivo de audio. Elige otro.",
    en: "That audio device could not be used. Choose another.",
  },
  audio_blocked: {
    es: "El navegador bloqueó el sonido. Haz clic en la página para oír la llamada.",
    en: "The browser has blocked the sound. Click on the page to hear the call.",
  },
  call_busy: {
    es: "Ya tienes una llamada en curso.",
    en: "You already have a call in progress.",
  },
  call_elsewhere: {
    es: "Ya tienes una llamada en otra pestaña.",
    en: "You already have a call in another tab.",
  },
  invalid_state: {
    es: "Eso no es posible en este momento de la llamada.",
    en: "That is not possible at this stage of the call.",
  },
  dtmf_unavailable: {
    es: "Esta llamada no admite tonos de teclado.",
    en: "This call does not support keypad tones.",
  },
  sdp_answer_invalid: {
    es: "No se entendió la respuesta de WhatsApp. Llama de nuevo.",
    en: "WhatsApp's answer could not be understood. Call again.",
  },
  media_failed: {
    es: "No hubo conexión de audio con WhatsApp. Revisa la red o el cortafuegos.",
    en: "No audio connection with WhatsApp could be made. Check the network or the firewall.",
  },
  connection_lost: {
    es: "Se perdió la conexión de la llamada. Revisa la red y llama de nuevo.",
    en: "The call's connection was lost. Check the network and call again.",
  },
  no_media: {
    es: "No llega audio de la otra persona. WhatsApp cortará la llamada si sigue así.",
    en: "No audio arrives from the other person. WhatsApp will end the call if this continues.",
  },
  signaling_failed: {
    es: "El servicio de llamadas falló. No se sabe si la acción tuvo efecto.",
    en: "The call service failed. It is not known whether the action had an effect.",
  },
} as const satisfies Record<string, Sentence>;

export type SoftphoneOwnErrorCode = keyof typeof ownSentences;

/** Whether a code is the softphone's own, not the server's. */
export function isOwnCode(code: string): code is SoftphoneOwnErrorCode {
  return Object.hasOwn(ownSentences, code);
}
