import type { SoftphoneOwnErrorCode } from "./sentences.ts";

/** `ownSentences` in Spanish. They are in a separate file, because the softphone itself does not need them. */
export const spanishSentences: Readonly<Record<SoftphoneOwnErrorCode, string>> = {
  microphone_denied:
    "El navegador no permite usar el micrófono. Permítelo en el candado junto a la dirección.",
  microphone_missing: "No se encontró ningún micrófono. Conecta uno e inténtalo de nuevo.",
  microphone_busy: "Otro programa está usando el micrófono. Ciérralo e inténtalo de nuevo.",
  microphone_failed: "No se pudo abrir el micrófono. Conéctalo de nuevo o elige otro.",
  microphone_interrupted:
    "El sistema silenció tu micrófono, quizá por otra llamada o un asistente de voz. El contacto no te oye.",
  webrtc_unavailable:
    "Este navegador no puede hacer llamadas. Usa uno actual y una dirección https.",
  device_failed: "No se pudo usar ese dispositivo de audio. Elige otro.",
  audio_blocked: "El navegador bloqueó el sonido. Haz clic en la página para oír la llamada.",
  call_busy: "Ya tienes una llamada en curso.",
  call_elsewhere: "Ya tienes una llamada en otra pestaña.",
  invalid_state: "Eso no es posible en este momento de la llamada.",
  dtmf_unavailable: "Esta llamada no admite tonos de teclado.",
  sdp_offer_invalid:
    "No se pudo leer la llamada que envió WhatsApp, así que no puedes contestarla aquí. Llama tú al contacto.",
  sdp_answer_invalid: "No se entendió la respuesta de WhatsApp. Llama de nuevo.",
  dial_unanswered: "WhatsApp no respondió a la llamada, y se colgó. Llama de nuevo.",
  media_failed: "No hubo conexión de audio con WhatsApp. Revisa la red o el cortafuegos.",
  connection_lost: "Se perdió la conexión de la llamada. Revisa la red y llama de nuevo.",
  no_media: "No llega audio de la otra persona. WhatsApp cortará la llamada si sigue así.",
  signaling_failed: "El servicio de llamadas falló. No se sabe si la acción tuvo efecto.",
};
