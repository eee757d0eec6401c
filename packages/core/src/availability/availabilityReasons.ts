import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import type { ErrorLanguage } from "../vocabulary/errorSentence.ts";

/** The calls that a reason prevents: `outgoing` from the business, `incoming` from contacts. */
export type PreventedCalls = "outgoing" | "incoming";

interface ReasonText {
  /** Empty for a reason that only informs. */
  prevents: readonly PreventedCalls[];
  /** The code with which a dial is refused if the option `availability.blocksDialling` is on. */
  refusal?: ErrorCode;
  en: string;
  es: string;
}

/**
 * The reasons of an availability, in the order of a response. The codes are stable: branch on them, never on the
 * sentence. A sentence does not contain the end of the reason, which is in `until`.
 */
export const availabilityReasons = {
  account_disabled: {
    prevents: ["outgoing", "incoming"],
    refusal: "account_restricted",
    en: "WhatsApp has disabled the business account. Ask for a review in WhatsApp Manager.",
    es: "WhatsApp deshabilitó la cuenta de empresa. Pide una revisión en el administrador de WhatsApp.",
  },
  calling_disabled: {
    prevents: ["outgoing", "incoming"],
    refusal: "calling_disabled",
    en: "Calls are switched off for this number. Switch them on in the number's settings.",
    es: "Las llamadas están desactivadas en este número. Actívalas en la configuración del número.",
  },
  country_not_supported: {
    prevents: ["outgoing"],
    refusal: "not_available",
    en: "WhatsApp allows no calls from numbers of this country. Contacts can still call this number.",
    es: "WhatsApp no permite llamar desde números de este país. Los contactos sí pueden llamar a este número.",
  },
  country_uncertain: {
    prevents: [],
    en: "It is not certain whether WhatsApp allows calls from this number's country. Try a call.",
    es: "No es seguro que WhatsApp permita llamar desde el país de este número. Prueba con una llamada.",
  },
  outgoing_restricted: {
    prevents: ["outgoing"],
    refusal: "calling_restricted",
    en: "WhatsApp has paused the calls from this number. Wait until the pause ends.",
    es: "WhatsApp pausó las llamadas desde este número. Espera a que termine la pausa.",
  },
  incoming_restricted: {
    prevents: ["incoming"],
    en: "WhatsApp has paused the calls to this number. Wait until the pause ends.",
    es: "WhatsApp pausó las llamadas a este número. Espera a que termine la pausa.",
  },
  call_button_hidden: {
    prevents: [],
    en: "WhatsApp hides the call button of this number, because too many calls were not answered. Answer more calls, or set business hours.",
    es: "WhatsApp oculta el botón de llamada de este número porque quedaron demasiadas llamadas sin respuesta. Contesta más llamadas o define un horario.",
  },
  call_icon_off: {
    prevents: [],
    en: "The call button is switched off in this number's settings. Contacts do not see it in the chat.",
    es: "El botón de llamada está desactivado en la configuración de este número. Los contactos no lo ven en el chat.",
  },
  other_restriction: {
    prevents: [],
    en: "WhatsApp has restricted the calls of this number in a way that is not known here. See WhatsApp Manager.",
    es: "WhatsApp restringió las llamadas de este número de una forma que aquí no se conoce. Revisa el administrador de WhatsApp.",
  },
  messaging_limit_low: {
    prevents: ["outgoing"],
    refusal: "not_eligible",
    en: "The account may write to fewer than 2,000 people a day. WhatsApp allows calls from 2,000 on. Verify the business to raise the limit.",
    es: "La cuenta puede escribir a menos de 2,000 personas al día. WhatsApp permite llamadas a partir de 2,000. Verifica la empresa para subir el límite.",
  },
  template_missing: {
    prevents: [],
    en: "No approved template that asks for the permission to call is set up. Outside of an open chat, no contact can be asked.",
    es: "No hay configurada una plantilla aprobada que pida permiso para llamar. Fuera de un chat abierto no se puede pedir el permiso.",
  },
  quality_warning: {
    prevents: [],
    en: "WhatsApp reports a low quality of the calls of this number. Call only contacts who expect it, or WhatsApp will pause the calls.",
    es: "WhatsApp informa de una calidad baja en las llamadas de este número. Llama solo a contactos que lo esperan, o WhatsApp pausará las llamadas.",
  },
  pickup_low: {
    prevents: [],
    en: "Too many incoming calls are not answered. WhatsApp may hide the call button. Answer more calls, or set business hours.",
    es: "Demasiadas llamadas entrantes quedan sin respuesta. WhatsApp puede ocultar el botón de llamada. Contesta más llamadas o define un horario.",
  },
  outside_hours: {
    prevents: [],
    en: "It is outside of the business hours.",
    es: "Está fuera del horario de atención.",
  },
} as const satisfies Record<string, ReasonText>;

export type AvailabilityReasonCode = keyof typeof availabilityReasons;

/** The codes, in the order of a response. */
export const availabilityReasonCodes = Object.keys(availabilityReasons) as AvailabilityReasonCode[];

/** A row of the catalogue, for code that treats all reasons alike. */
export const reasonOf = (code: AvailabilityReasonCode): ReasonText => availabilityReasons[code];

/**
 * Returns the sentence for a person about a reason.
 *
 * @example
 * availabilitySentence("outside_hours", "es"); // "Está fuera del horario de atención."
 */
export function availabilitySentence(
  code: AvailabilityReasonCode,
  language: ErrorLanguage,
): string {
  return availabilityReasons[code][language];
}
