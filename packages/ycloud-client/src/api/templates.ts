import { callButtonLimits, createCallTemplateButton } from "@skale-calls/core";
import {
  checkInput,
  idSchema,
  type Open,
  optional,
  type Transport,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { type Page, type PageQuery, pageQueryShape, pageSchema } from "./pages.ts";

/** A template with one text. */
export interface TextTemplateInput {
  wabaId: string;
  /** Lower-case letters, digits and `_`. */
  name: string;
  /** Such as `es_MX`. */
  language: string;
  category?: "UTILITY" | "MARKETING";
  /** The text that the contact reads; placeholders are `{{1}}`, `{{2}}` ... */
  bodyText: string;
  /** A sample value for each placeholder; WhatsApp's review asks for them. */
  bodyExample?: readonly string[];
}

/** A template that requests the permission to call: a text, and the component with the request. */
export type CallPermissionTemplateInput = TextTemplateInput;

/** A template with a button with which the contact calls us. */
export interface CallButtonTemplateInput extends TextTemplateInput {
  /** The text of the button, at most 20 characters, such as "Llamar ahora". */
  buttonText: string;
  /**
   * For how many minutes the button works: 1,440 (a day) to 43,200.
   *
   * @experimental Meta's format. YCloud's published schema does not contain this field.
   */
  ttlMinutes?: number;
}

/** The values that identify a template. */
export interface TemplateKey {
  wabaId: string;
  name: string;
  /** Such as `es_MX`. */
  language: string;
}

export interface TemplateQuery extends PageQuery, Partial<TemplateKey> {}

/** A part of a template, such as its body. The fields other than `type` depend on the type. */
export interface TemplateComponent {
  type: Open<"BODY" | "HEADER" | "FOOTER" | "BUTTONS" | "CALL_PERMISSION_REQUEST">;
  [field: string]: unknown;
}

export interface Template {
  name: string;
  language?: string | undefined;
  category?: Open<"UTILITY" | "MARKETING" | "AUTHENTICATION"> | undefined;
  /** WhatsApp reviews templates before they can be sent: only an `APPROVED` one can. */
  status?: Open<"PENDING" | "APPROVED" | "REJECTED" | "PAUSED" | "DISABLED"> | undefined;
  /** Why WhatsApp rejected the template. */
  reason?: string | undefined;
  components?: TemplateComponent[] | undefined;
  wabaId?: string | undefined;
  [field: string]: unknown;
}

/** Templates. All methods throw `YCloudError`, or `CallsError` for bad input. */
export interface TemplatesApi {
  /**
   * Creates a template with a `CALL_PERMISSION_REQUEST` component. The category is `UTILITY` by default.
   *
   * @example
   * await client.templates.createCallPermission({
   *   wabaId,
   *   name: "call_permission_request",
   *   language: "es_MX",
   *   bodyText: "¿Podemos llamarle por WhatsApp sobre su pedido {{1}}?",
   *   bodyExample: ["5555"],
   * });
   */
  createCallPermission(input: CallPermissionTemplateInput): Promise<Template>;
  /** Creates a template with a `VOICE_CALL` button. The category is `UTILITY` by default. */
  createCallButton(input: CallButtonTemplateInput): Promise<Template>;
  /** Throws `provider_not_found` for a template that does not exist in this language. */
  get(key: TemplateKey): Promise<Template>;
  /**
   * @example
   * const { items } = await client.templates.list({ wabaId, limit: 100 });
   * const mayAsk = items.some((one) => one.status === "APPROVED" && asksCallPermission(one));
   */
  list(query?: TemplateQuery): Promise<Page<Template>>;
}

/** True for a template that requests the permission to call. */
export function asksCallPermission({ components = [] }: Template): boolean {
  return components.some(({ type }) => type.toUpperCase() === "CALL_PERMISSION_REQUEST");
}

const keyShape = {
  wabaId: idSchema,
  name: z
    .string()
    .max(512)
    .regex(/^[a-z0-9_]+$/, "must be lower-case letters, digits and _"),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/, "must be such as es_MX"),
};
const keyInput = z.strictObject(keyShape);
const queryInput = z.strictObject({ ...pageQueryShape, ...keyInput.partial().shape });
const templateInput = z.strictObject({
  ...keyShape,
  category: z.enum(["UTILITY", "MARKETING"]).default("UTILITY"),
  bodyText: z.string().min(1).max(1024),
  bodyExample: z.array(z.string().min(1)).min(1).optional(),
});

const buttonInput = templateInput.extend({
  buttonText: z.string().min(1).max(callButtonLimits.buttonText),
  ttlMinutes: z
    .int()
    .min(callButtonLimits.templateTtlMinutes.least)
    .max(callButtonLimits.templateTtlMinutes.most)
    .optional(),
});

const templateAnswer: z.ZodType<Template> = z.looseObject({
  name: z.string().min(1),
  language: optional(z.string()),
  category: optional(z.string()),
  status: optional(z.string()),
  reason: optional(z.string()),
  components: optional(z.array(z.looseObject({ type: z.string() }))),
  wabaId: optional(z.string()),
});
const templatePage = pageSchema(templateAnswer);

const root = "/v2/whatsapp/templates";
const toPath = (key: TemplateKey) =>
  [root, ...[key.wabaId, key.name, key.language].map(encodeURIComponent)].join("/");

export function createTemplatesApi(transport: Transport): TemplatesApi {
  function create(input: z.output<typeof templateInput>, component: object): Promise<Template> {
    const { bodyText, bodyExample, ...template } = input;
    const example = bodyExample && { body_text: [bodyExample] };
    const text = { type: "BODY", text: bodyText, ...(example && { example }) };
    const body = { ...template, components: [text, component] };
    return transport.json({ method: "POST", path: root, body }, templateAnswer);
  }

  return {
    async createCallPermission(input) {
      return create(checkInput(templateInput, input), { type: "CALL_PERMISSION_REQUEST" });
    },
    async createCallButton(input) {
      const { buttonText, ttlMinutes, ...template } = checkInput(buttonInput, input);
      const ttl = ttlMinutes === undefined ? {} : { ttlMinutes };
      // YCloud documents the type in upper case.
      const button = {
        ...createCallTemplateButton({ text: buttonText, ...ttl }),
        type: "VOICE_CALL",
      };
      return create(template, { type: "BUTTONS", buttons: [button] });
    },
    async get(key) {
      const path = toPath(checkInput(keyInput, key));
      return transport.json({ method: "GET", path }, templateAnswer);
    },
    async list(query = {}) {
      const { wabaId, name, language, ...page } = checkInput(queryInput, query);
      const filters = {
        "filter.wabaId": wabaId,
        "filter.name": name,
        "filter.language": language,
      };
      return transport.json(
        { method: "GET", path: root, query: { ...page, ...filters } },
        templatePage,
      );
    },
  };
}
