/** The meaning of an error code: its HTTP status, and a sentence for a person in each language. */
export interface ErrorText {
  status: number;
  en: string;
  es: string;
}

/**
 * The catalogue of every error code of the packages, one row per code, in sections by origin. The codes
 * are the stable contract: branch on them, never on the sentence.
 *
 * This table is the only place to edit. It is too large for bundles, so the packages read the tables that
 * `pnpm error-tables` generates from it: one with status and English, one with Spanish. A bundle contains
 * only the tables that it uses.
 */
const catalogue = {
  // The request.
  method_not_allowed: {
    status: 405,
    en: "This address does not support that method. Use POST for webhooks and acts, GET for media.",
    es: "Esta dirección no admite ese método. Usa POST para webhooks y acciones, y GET para grabaciones y transcripciones.",
  },
  not_found: {
    status: 404,
    en: "There is nothing at this address that you may see. Check the address.",
    es: "No hay nada en esta dirección que puedas ver. Revisa la dirección.",
  },
  invalid_json: {
    status: 400,
    en: "The body is not valid JSON. Send a JSON object with Content-Type: application/json.",
    es: "El cuerpo no es JSON válido. Envía un objeto JSON con Content-Type: application/json.",
  },
  invalid_request: {
    status: 400,
    en: "The request is not valid; see the details.",
    es: "La solicitud no es válida. Revisa los detalles.",
  },
  body_too_large: {
    status: 413,
    en: "The body is too large. Send at most 3 MB.",
    es: "El cuerpo es demasiado grande. Envía 3 MB como máximo.",
  },
  unsupported_media: {
    status: 415,
    en: "The body's format or encoding is not supported, or it is damaged. Send JSON, plain or with gzip.",
    es: "No se admite el formato o la codificación del cuerpo, o el cuerpo está dañado. Envía JSON, sin comprimir o con gzip.",
  },
  unauthorized: {
    status: 401,
    en: "Sign in first: send the session's access token as Authorization: Bearer <token>.",
    es: "Inicia sesión primero: envía el token de la sesión como Authorization: Bearer <token>.",
  },
  invalid_token: {
    status: 401,
    en: "Your session has expired. Sign in again.",
    es: "Tu sesión expiró. Inicia sesión de nuevo.",
  },
  no_branch: {
    status: 403,
    en: "Your user belongs to no branch. Ask an administrator to assign you to one.",
    es: "Tu usuario no tiene sucursal. Pide a un administrador que te asigne una.",
  },
  forbidden: {
    status: 403,
    en: "You may not do this. The call may belong to another agent, or only a manager may do it.",
    es: "No puedes hacer esto. Puede que la llamada sea de otro agente, o que solo lo pueda hacer un encargado.",
  },
  text_too_long: {
    status: 400,
    en: "The text is too long. Shorten it.",
    es: "El texto es demasiado largo. Acórtalo.",
  },
  // Phone numbers.
  phone_missing: {
    status: 400,
    en: "A phone number is missing. Write it with its country code, such as +525512345678.",
    es: "Falta el número de teléfono. Escríbelo con el código de país, como +525512345678.",
  },
  phone_invalid: {
    status: 400,
    en: "That is not a phone number. Write it with its country code, such as +525512345678.",
    es: "Eso no es un número de teléfono. Escríbelo con el código de país, como +525512345678.",
  },
  phone_too_short: {
    status: 400,
    en: "The phone number is too short. Add the missing digits.",
    es: "Al número de teléfono le faltan dígitos. Complétalo.",
  },
  phone_too_long: {
    status: 400,
    en: "The phone number is too long. It has at most 15 digits with the country code.",
    es: "El número de teléfono es demasiado largo. Tiene como máximo 15 dígitos con el código de país.",
  },
  phone_unassigned: {
    status: 400,
    en: "That phone number does not exist; its area code may be missing. Write it with +, such as +525512345678.",
    es: "Ese número de teléfono no existe; quizá le falte la lada (código de área). Escríbelo con +, como +525512345678.",
  },
  phone_ambiguous: {
    status: 400,
    en: "The phone number fits two countries. Write it with + and its country code, such as +525512345678.",
    es: "El número de teléfono puede ser de dos países. Escríbelo con + y el código de país, como +525512345678.",
  },
  phone_country_missing: {
    status: 400,
    en: "The phone number has no country code. Write it with +, such as +525512345678.",
    es: "Al número de teléfono le falta el código de país. Escríbelo con +, como +525512345678.",
  },
  phone_country_unknown: {
    status: 400,
    en: "The phone number's country code does not exist. Check the digits after the +.",
    es: "El código de país del número no existe. Revisa los dígitos después del +.",
  },
  phone_is_user_id: {
    status: 400,
    en: "That is a WhatsApp user id, not a phone number. Send it as the recipient instead.",
    es: "Eso es un id de usuario de WhatsApp, no un número de teléfono. Envíalo como destinatario (recipient).",
  },
  // Inboxes, leads, calls.
  inbox_required: {
    status: 400,
    en: "Your branch has several WhatsApp numbers. Choose the one to call from.",
    es: "Tu sucursal tiene varios números de WhatsApp. Elige desde cuál llamar.",
  },
  inbox_not_found: {
    status: 404,
    en: "Your branch has no such WhatsApp number. Choose another.",
    es: "Tu sucursal no tiene ese número de WhatsApp. Elige otro.",
  },
  lead_not_found: {
    status: 404,
    en: "Your branch has no such lead. Choose another.",
    es: "Tu sucursal no tiene ese prospecto. Elige otro.",
  },
  call_not_found: {
    status: 404,
    en: "Your branch has no such call.",
    es: "Tu sucursal no tiene esa llamada.",
  },
  call_id_taken: {
    status: 409,
    en: "That id belongs to another call. Send a new uuid.",
    es: "Ese id pertenece a otra llamada. Envía un uuid nuevo.",
  },
  business_number_missing: {
    status: 400,
    en: "There is no number to call from. An administrator must configure one.",
    es: "No hay un número desde el cual llamar. Un administrador debe configurarlo.",
  },
  sdp_required: {
    status: 400,
    en: "This installation calls from the browser. Send the SDP offer as sdp.",
    es: "Esta instalación llama desde el navegador. Envía la oferta SDP en el campo sdp.",
  },
  request_id_taken: {
    status: 409,
    en: "That id belongs to another permission request. Send a new uuid.",
    es: "Ese id pertenece a otra solicitud de permiso. Envía un uuid nuevo.",
  },
  consent_required: {
    status: 409,
    en: "The contact has not allowed calls. Send a call permission request, or wait until the contact calls.",
    es: "El contacto no ha permitido llamadas. Envíale una solicitud de permiso o espera a que llame.",
  },
  permission_requests_unsupported: {
    status: 422,
    en: "The provider of this installation cannot ask contacts for the permission to be called.",
    es: "El proveedor de esta instalación no puede pedir a los contactos permiso para llamarlos.",
  },
  sdp_unsupported: {
    status: 400,
    en: "Calls from the browser are not possible with this provider, which rings the agent's own phone. Send the request without sdp.",
    es: "Con este proveedor no se puede llamar desde el navegador: suena el teléfono del agente. Envía la solicitud sin el campo sdp.",
  },
  sdp_invalid: {
    status: 400,
    en: "The sdp is not a valid SDP, or is longer than 100,000 characters. Reload the page and try again.",
    es: "El campo sdp no es un SDP válido de 100,000 caracteres como máximo. Recarga la página e inténtalo de nuevo.",
  },
  already_claimed: {
    status: 409,
    en: "Another agent is answering this call.",
    es: "Otro agente está tomando esta llamada.",
  },
  answering_unsupported: {
    status: 422,
    en: "Calls cannot be answered in the browser with this provider. Answer on the phone that rings.",
    es: "Con este proveedor no se puede contestar en el navegador. Contesta en el teléfono que suena.",
  },
  not_ringing: {
    status: 409,
    en: "This call is no longer ringing.",
    es: "Esta llamada ya no está sonando.",
  },
  recording_not_found: {
    status: 404,
    en: "This call has no recording, or the provider has deleted it.",
    es: "Esta llamada no tiene grabación, o el proveedor ya la borró.",
  },
  transcript_not_found: {
    status: 404,
    en: "This call has no transcript, or the provider has deleted it.",
    es: "Esta llamada no tiene transcripción, o el proveedor ya la borró.",
  },
  // WhatsApp or the provider refused.
  media_not_found: {
    status: 404,
    en: "The provider no longer has this recording or transcript.",
    es: "El proveedor ya no tiene esta grabación o transcripción.",
  },
  media_too_large: {
    status: 422,
    en: "The recording or transcript is larger than this installation stores.",
    es: "La grabación o la transcripción es más grande de lo que guarda esta instalación.",
  },
  media_type_refused: {
    status: 422,
    en: "The provider sent a file that is no recording or transcript. Try again later.",
    es: "El proveedor envió un archivo que no es una grabación ni una transcripción. Inténtalo de nuevo más tarde.",
  },
  no_permission: {
    status: 422,
    en: "The contact has not allowed calls. Send a call permission request first.",
    es: "El contacto no ha permitido llamadas. Envíale primero una solicitud de permiso.",
  },
  permission_limit: {
    status: 409,
    en: "WhatsApp accepts no more permission requests to this contact for now. Try again later, or wait until the contact calls.",
    es: "Por ahora WhatsApp no acepta más solicitudes de permiso para este contacto. Inténtalo más tarde o espera a que te llame.",
  },
  permission_already_granted: {
    status: 409,
    en: "The contact has already allowed calls permanently. Call without a request.",
    es: "El contacto ya permitió las llamadas de forma permanente. Llama sin enviar otra solicitud.",
  },
  window_closed: {
    status: 422,
    en: "The contact has not written in the last 24 hours, so WhatsApp accepts only a template. Ask an administrator to set up a call permission template.",
    es: "El contacto no ha escrito en las últimas 24 horas, y WhatsApp solo acepta una plantilla. Pide a un administrador que configure la del permiso de llamada.",
  },
  call_limit: {
    status: 422,
    en: "The limit of calls to this contact is reached. Try again after 24 hours.",
    es: "Se alcanzó el límite de llamadas a este contacto. Inténtalo de nuevo dentro de 24 horas.",
  },
  concurrent_limit: {
    status: 429,
    en: "This business number has too many calls at the same time. Try again in a moment.",
    es: "El número de la empresa tiene demasiadas llamadas a la vez. Inténtalo de nuevo en un momento.",
  },
  not_available: {
    status: 422,
    en: "WhatsApp does not allow calls from the country of this business number.",
    es: "WhatsApp no permite llamadas desde el país de este número de la empresa.",
  },
  receiver_uncallable: {
    status: 422,
    en: "The contact cannot be called on WhatsApp: they have no account, or an old app.",
    es: "No se puede llamar a esta persona por WhatsApp: no tiene cuenta o su aplicación no está actualizada.",
  },
  calling_disabled: {
    status: 422,
    en: "Calling is not enabled on the business number. An administrator must enable it.",
    es: "Las llamadas no están activadas en el número de la empresa. Un administrador debe activarlas en sus ajustes.",
  },
  calling_restricted: {
    status: 422,
    en: "WhatsApp has paused calling on the business number because of complaints or unanswered calls.",
    es: "WhatsApp pausó las llamadas del número de la empresa por quejas o llamadas sin contestar.",
  },
  account_restricted: {
    status: 422,
    en: "WhatsApp has restricted the business account. An administrator must check it.",
    es: "WhatsApp restringió la cuenta de la empresa. Un administrador debe revisarla.",
  },
  not_eligible: {
    status: 422,
    en: "The business number does not meet WhatsApp's conditions for calling yet. An administrator must check it.",
    es: "El número de la empresa aún no cumple las condiciones de WhatsApp para llamar. Un administrador debe revisarlo.",
  },
  invalid_sdp: {
    status: 422,
    en: "WhatsApp did not accept the browser's audio offer. Reload the page and try again.",
    es: "WhatsApp no aceptó la conexión de audio del navegador. Recarga la página e inténtalo de nuevo.",
  },
  duplicate_call: {
    status: 422,
    en: "A call with this contact is already in progress.",
    es: "Ya hay una llamada en curso con este contacto.",
  },
  call_ended: {
    status: 422,
    en: "The call has already ended.",
    es: "La llamada ya terminó.",
  },
  payment_required: {
    status: 422,
    en: "The WhatsApp account has no valid payment method or balance. An administrator must check it.",
    es: "La cuenta de WhatsApp no tiene saldo ni un método de pago válido. Un administrador debe revisarla.",
  },
  invalid_parameter: {
    status: 422,
    en: "The provider did not accept the request's parameters. Tell your administrator.",
    es: "El proveedor no aceptó los datos de la solicitud. Avisa a tu administrador.",
  },
  provider_not_found: {
    status: 422,
    en: "The provider does not know this call or number, or no longer has it.",
    es: "El proveedor no conoce esta llamada o este número, o ya no los tiene.",
  },
  provider_refused: {
    status: 422,
    en: "The provider refused the request. Tell your administrator.",
    es: "El proveedor rechazó la solicitud. Avisa a tu administrador.",
  },
  rate_limited: {
    status: 429,
    en: "There were too many requests in a short time. Wait a moment and try again.",
    es: "Hubo demasiadas solicitudes en poco tiempo. Espera un momento e inténtalo de nuevo.",
  },
  click_to_call_unavailable: {
    status: 502,
    en: "The provider has no click-to-call at the configured path. Call from the browser with sdp, or configure another path.",
    es: "El proveedor no ofrece llamadas por clic en la ruta configurada. Llama desde el navegador con sdp o configura otra ruta.",
  },
  template_not_found: {
    status: 409,
    en: "WhatsApp does not have the configured message template in this language. An administrator must create it or wait for its approval.",
    es: "WhatsApp no tiene la plantilla de mensaje configurada en este idioma. Un administrador debe crearla o esperar su aprobación.",
  },
  provider_not_configured: {
    status: 500,
    en: "The provider of this WhatsApp number or call is not configured in this installation. Tell your administrator.",
    es: "El proveedor de este número o de esta llamada de WhatsApp no está configurado en esta instalación. Avisa a tu administrador.",
  },
  provider_auth: {
    status: 502,
    en: "The provider does not accept our key or access. An administrator must check it.",
    es: "El proveedor no acepta nuestra clave o nuestro acceso. Un administrador debe revisarlo.",
  },
  provider_error: {
    status: 502,
    en: "The provider failed. Try again.",
    es: "Falló el proveedor. Inténtalo de nuevo.",
  },
  provider_unreachable: {
    status: 502,
    en: "The provider could not be reached. Try again.",
    es: "No hubo conexión con el proveedor. Inténtalo de nuevo.",
  },
  provider_timeout: {
    status: 502,
    en: "The provider did not answer in time. Look at the call before you try again.",
    es: "El proveedor no respondió a tiempo. Revisa la llamada antes de intentarlo de nuevo.",
  },
  provider_response_invalid: {
    status: 502,
    en: "The provider's answer could not be understood. Look at the call before you try again.",
    es: "No se entendió la respuesta del proveedor. Revisa la llamada antes de intentarlo de nuevo.",
  },
  // The call service, as its client reports it.
  service_unreachable: {
    status: 502,
    en: "The call service could not be reached. Check your connection and try again.",
    es: "No hubo conexión con el servicio de llamadas. Revisa tu conexión e inténtalo de nuevo.",
  },
  service_failed: {
    status: 502,
    en: "The call service failed. It is not known whether the action had an effect; look at the call first.",
    es: "El servicio de llamadas falló. No se sabe si la acción tuvo efecto: mira antes la llamada.",
  },
  // The reasons in the `error_code` of a call that failed.
  call_failed: {
    status: 502,
    en: "The call failed, and no reason was given. Try again.",
    es: "La llamada falló sin que se indicara el motivo. Inténtalo de nuevo.",
  },
  call_setup_failed: {
    status: 502,
    en: "The call did not reach the contact, who may be offline. Try again later.",
    es: "La llamada no llegó al contacto, que quizá esté sin conexión. Inténtalo más tarde.",
  },
  audio_connection_failed: {
    status: 502,
    en: "The audio did not connect. Check the network and the firewall.",
    es: "No se logró conectar el audio. Revisa la red y el firewall.",
  },
  no_audio_sent: {
    status: 502,
    en: "WhatsApp received no audio from us. Check the microphone and the network.",
    es: "WhatsApp no recibió tu audio. Revisa tu micrófono y tu red.",
  },
  no_audio_received: {
    status: 502,
    en: "The contact received no more audio. Their network may be weak.",
    es: "El audio dejó de llegar al contacto. Puede que su red sea débil.",
  },
  // Webhook signatures.
  signature_missing: {
    status: 401,
    en: "The signature header is missing. Check that the provider itself sent the request.",
    es: "Falta el encabezado de la firma. Verifica que el proveedor haya enviado la solicitud.",
  },
  signature_malformed: {
    status: 401,
    en: "The signature header is malformed. Check that nothing changes it on the way.",
    es: "El encabezado de la firma está mal formado. Verifica que nada lo modifique en el camino.",
  },
  signature_mismatch: {
    status: 401,
    en: "The signature does not match. Verify the raw body exactly as it arrived (not parsed and serialised again), with this endpoint's own secret.",
    es: "La firma no coincide. Verifica el cuerpo tal como llegó (sin interpretarlo y escribirlo de nuevo), con el secreto de esta dirección.",
  },
  timestamp_stale: {
    status: 401,
    en: "The signature is too old. If the request is new, correct this machine's clock.",
    es: "La firma es demasiado antigua. Si la solicitud es nueva, ajusta el reloj del servidor.",
  },
  timestamp_future: {
    status: 401,
    en: "The signature's time is in the future. Correct this machine's clock.",
    es: "La firma tiene una hora futura. Ajusta el reloj del servidor.",
  },
  token_missing: {
    status: 401,
    en: "The webhook token is missing. Send it as X-Webhook-Token or ?token=.",
    es: "Falta el token del webhook. Envíalo como X-Webhook-Token o ?token=.",
  },
  token_mismatch: {
    status: 401,
    en: "The webhook token is wrong. Compare it with the configured one.",
    es: "El token del webhook es incorrecto. Compáralo con el que está configurado.",
  },
  webhook_not_configured: {
    status: 401,
    en: "No webhook secret or token is configured, so no webhook can be verified. Configure the secret or token of the sender.",
    es: "No hay secreto ni token de webhook configurado, por lo que no se puede verificar ningún webhook. Configura el secreto o el token del remitente.",
  },
  webhook_call_id_missing: {
    status: 400,
    en: "The payload has no call_id, or its call_id is not a text of at most 255 characters. The payload was stored, but belongs to no call.",
    es: "El mensaje no trae call_id, o no es un texto de hasta 255 caracteres. Se guardó, pero no pertenece a ninguna llamada.",
  },
  // The costs of calls.
  rate_cards_invalid: {
    status: 400,
    en: "The rate cards are not valid. The message and the details say where.",
    es: "Las tarifas no son válidas. El mensaje y los detalles dicen dónde.",
  },
  // The installation itself.
  misconfigured: {
    status: 500,
    en: "The installation is not configured completely. Tell your administrator.",
    es: "La instalación no está configurada por completo. Avisa a tu administrador.",
  },
  store_unavailable: {
    status: 503,
    en: "The database cannot be reached. Nothing was lost; try again.",
    es: "No hubo conexión con la base de datos. No se perdió nada; inténtalo de nuevo.",
  },
  store_refused: {
    status: 500,
    en: "The database refused the data. An administrator must check the log.",
    es: "La base de datos rechazó los datos. Un administrador debe revisar los registros (log).",
  },
  storage_unavailable: {
    status: 503,
    en: "The storage of recordings cannot be reached. Try again.",
    es: "No hubo conexión con el almacén de grabaciones. Inténtalo de nuevo.",
  },
  storage_refused: {
    status: 500,
    en: "The storage of recordings refused the request. An administrator must check its bucket and key.",
    es: "El almacén de grabaciones rechazó la solicitud. Un administrador debe revisar su bucket y su clave.",
  },
  internal: {
    status: 500,
    en: "Something went wrong on our side. It has been logged.",
    es: "Algo falló de nuestro lado. Quedó registrado.",
  },
} satisfies Record<string, ErrorText>;

export type ErrorCode = keyof typeof catalogue;

/** The type does not contain the sentences, so a changed sentence changes no type. */
export const errorCodes: Readonly<Record<ErrorCode, ErrorText>> = catalogue;
