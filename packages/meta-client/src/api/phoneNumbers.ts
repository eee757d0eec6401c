import {
  checkInput,
  idSchema,
  type Open,
  optional,
  type Transport,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { readPages } from "./pages.ts";

/** A number of a WhatsApp business account. */
export interface PhoneNumber {
  /** Meta's id of the number: the `phoneId` of all other methods. */
  id: string;
  /** As Meta displays it, such as `+52 55 1234 5678`. */
  displayPhoneNumber: string;
  verifiedName?: string | undefined;
  qualityRating?: Open<"GREEN" | "YELLOW" | "RED" | "UNKNOWN"> | undefined;
  /** The messaging limit of the business portfolio. Outgoing calls need `TIER_2K` or more. */
  messagingLimit?:
    | Open<"TIER_250" | "TIER_2K" | "TIER_10K" | "TIER_100K" | "TIER_UNLIMITED">
    | undefined;
}

/** Whether messages and calls work, as Meta tells it of one object or of all that a request needs. */
export interface HealthStatus {
  canSendMessage?: Open<"AVAILABLE" | "LIMITED" | "BLOCKED"> | undefined;
  entities: {
    type: Open<"PHONE_NUMBER" | "WABA" | "BUSINESS" | "APP" | "MESSAGE_TEMPLATE">;
    id?: string | undefined;
    canSendMessage?: string | undefined;
    /** Only about numbers that call by SIP. Meta has no other field about calls. */
    canReceiveCallSip?: string | undefined;
    errors: {
      code?: string | undefined;
      description?: string | undefined;
      solution?: string | undefined;
    }[];
  }[];
}

/** Numbers. All methods throw `MetaError`, or `CallsError` for bad input. */
export interface PhoneNumbersApi {
  /** Lists the numbers of a WhatsApp business account. */
  list(wabaId: string): Promise<PhoneNumber[]>;
  get(phoneId: string): Promise<PhoneNumber>;
  /** @param id a number, an account or a template. */
  getHealth(id: string): Promise<HealthStatus>;
}

const fields = "id,display_phone_number,verified_name,quality_rating";
/** `messaging_limit_tier`, the limit of a single number, no longer exists ("Messaging limits"). */
const allFields = `${fields},whatsapp_business_manager_messaging_limit`;

const phoneNumber = z
  .looseObject({
    id: z.string().min(1),
    display_phone_number: z.string().min(1),
    verified_name: optional(z.string()),
    quality_rating: optional(z.string()),
    whatsapp_business_manager_messaging_limit: optional(z.string()),
  })
  .transform(
    (number): PhoneNumber => ({
      id: number.id,
      displayPhoneNumber: number.display_phone_number,
      verifiedName: number.verified_name,
      qualityRating: number.quality_rating,
      messagingLimit: number.whatsapp_business_manager_messaging_limit,
    }),
  );

const text = z.coerce.string().optional().catch(undefined);
const health = z
  .looseObject({
    health_status: z.looseObject({
      can_send_message: optional(z.string()),
      entities: z
        .array(
          z.looseObject({
            entity_type: z.string(),
            id: text,
            can_send_message: optional(z.string()),
            can_receive_call_sip: optional(z.string()),
            errors: z
              .array(
                z.looseObject({
                  error_code: text,
                  error_description: text,
                  possible_solution: text,
                }),
              )
              .optional()
              .catch([]),
          }),
        )
        .optional()
        .catch([]),
    }),
  })
  .transform(
    ({ health_status: { can_send_message, entities = [] } }): HealthStatus => ({
      canSendMessage: can_send_message,
      entities: entities.map((entity) => ({
        type: entity.entity_type,
        id: entity.id,
        canSendMessage: entity.can_send_message,
        canReceiveCallSip: entity.can_receive_call_sip,
        errors: (entity.errors ?? []).map((error) => ({
          code: error.error_code,
          description: error.error_description,
          solution: error.possible_solution,
        })),
      })),
    }),
  );

const pathOf = (id: string) => `/${encodeURIComponent(checkInput(idSchema, id))}`;

export function createPhoneNumbersApi(transport: Transport): PhoneNumbersApi {
  return {
    async list(wabaId) {
      return readPages(transport, `${pathOf(wabaId)}/phone_numbers`, { fields }, phoneNumber);
    },
    async get(phoneId) {
      const path = pathOf(phoneId);
      return transport.json({ method: "GET", path, query: { fields: allFields } }, phoneNumber);
    },
    async getHealth(id) {
      const query = { fields: "health_status" };
      return transport.json({ method: "GET", path: pathOf(id), query }, health);
    },
  };
}
