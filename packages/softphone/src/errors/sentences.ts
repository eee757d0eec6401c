/** What to tell a person. */
export interface Sentence {
  es: string;
  en: string;
}

/**
 * The softphone's own codes, each with what to tell a person. The edge function's codes (core's
 * `errorCodes`) come beside them; those that an agent meets have their Spanish here as well.
 */
export const ownSentences = {
  microphone_denied: {
    es: "El navegador no permite usar el micrófono. Permítelo en el candado junto a la dirección.",
    en: "The browser may not use the microphone. Allow it at the lock beside the address.",
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
    es: "No se pudo abrir el micrófono.",
    en: "The microphone could not be opened.",
  },
  microphone_interrupted: {
    es: "El sistema silenció tu micrófono, quizá por otra llamada o un asistente de voz. El contacto no te oye.",
    en: "The system has muted your microphone, perhaps for another call or a voice assistant. The contact does not hear you.",
  },
  webrtc_unavailable: {
    es: "Este navegador no puede hacer llamadas. Usa uno actual y una dirección https.",
    en: "This browser cannot make calls. Use a current one and an https address.",
  },
  device_failed: {
    es: "No se pudo usar ese dispositivo de audio.",
    en: "That audio device could not be used.",
  },
  audio_blocked: {
    es: "El navegador bloqueó el sonido. Haz clic en la página para oír la llamada.",
    en: "The browser has blocked the sound. Click on the page to hear the call.",
  },
  call_busy: {
    es: "Ya tienes una llamada en curso.",
    en: "You already have a call.",
  },
  call_elsewhere: {
    es: "Ya tienes una llamada en otra pestaña.",
    en: "You already have a call in another tab.",
  },
  invalid_state: {
    es: "Eso no es posible en este momento de la llamada.",
    en: "That is not possible at this moment of the call.",
  },
  dtmf_unavailable: {
    es: "Esta llamada no admite tonos de teclado.",
    en: "This call takes no keypad tones.",
  },
  sdp_offer_invalid: {
    es: "No se entendió la llamada que envió WhatsApp, y no se puede contestar aquí. Llama tú al contacto.",
    en: "The call that WhatsApp sent could not be understood, so it cannot be answered here. Call the contact yourself.",
  },
  sdp_answer_invalid: {
    es: "No se entendió la respuesta de WhatsApp. Llama de nuevo.",
    en: "WhatsApp's answer could not be understood. Call again.",
  },
  dial_unanswered: {
    es: "WhatsApp no respondió a la llamada, y se colgó. Llama de nuevo.",
    en: "WhatsApp did not respond to the call, so it was hung up. Call again.",
  },
  media_failed: {
    es: "No hubo conexión de audio con WhatsApp. Revisa la red o el cortafuegos.",
    en: "No audio connection with WhatsApp came about. Check the network or the firewall.",
  },
  connection_lost: {
    es: "Se perdió la conexión de la llamada.",
    en: "The call's connection was lost.",
  },
  no_media: {
    es: "No llega audio de la otra persona. WhatsApp cortará la llamada si sigue así.",
    en: "No audio arrives from the other side. WhatsApp will cut the call if it goes on.",
  },
  signaling_unreachable: {
    es: "No se pudo contactar el servicio de llamadas. Revisa tu conexión.",
    en: "The call service could not be reached. Check your connection.",
  },
  signaling_failed: {
    es: "El servicio de llamadas falló. No se sabe si la acción tuvo efecto.",
    en: "The call service failed. Whether it had an effect is not known.",
  },
} as const satisfies Record<string, Sentence>;

export type SoftphoneOwnErrorCode = keyof typeof ownSentences;

/** Spanish for the server's sentences, which are English. */
export const serverSentences: Readonly<Record<string, string>> = {
  unauthorized: "Inicia sesión primero.",
  invalid_token: "La sesión ha caducado. Inicia sesión de nuevo.",
  forbidden: "Esta llamada es de otro agente.",
  already_claimed: "Otro agente está tomando esta llamada.",
  not_ringing: "Esta llamada ya no está sonando.",
  call_ended: "La llamada ya terminó.",
  no_permission: "El contacto no ha permitido llamadas. Envíale primero una solicitud de permiso.",
  call_limit: "Se alcanzó el límite de llamadas a este contacto. Inténtalo en 24 horas.",
  receiver_uncallable: "No se puede llamar a este contacto por WhatsApp.",
  calling_disabled: "Las llamadas no están activadas en el número de la empresa.",
  inbox_required: "Tu sucursal tiene varios números de WhatsApp. Elige uno.",
  no_branch: "Tu usuario no tiene sucursal. Pide a un administrador que te asigne una.",
  rate_limited: "Demasiadas solicitudes. Inténtalo de nuevo en un momento.",
};
