import * as z from "zod";
import type { Transport } from "../transport/transport.ts";
import { checkInput, idSchema } from "./checkInput.ts";
import {
  type Open,
  optional,
  type Page,
  type PageQuery,
  pageQueryShape,
  pageSchema,
} from "./openSchemas.ts";

/** A template that requests the permission to call: a text, and the component with the request. */
export interface CallPermissionTemplateInput {
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

export interface Template {
  name: string;
  language?: string | undefined;
  category?: Open<"UTILITY" | "MARKETING" | "AUTHENTICATION"> | undefined;
  /** WhatsApp reviews templates before they can be sent. */
  status?: string | undefined;
  wabaId?: string | undefined;
  components?: { type?: string | undefined; [field: string]: unknown }[] | undefined;
  [field: string]: unknown;
}

/** The values that identify a template. */
export interface TemplateKey {
  wabaId: string;
  name: string;
  /** Such as `es_MX`. */
  language: string;
}

export interface TemplateQuery extends PageQuery {
  wabaId?: string;
  name?: string;
  language?: string;
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
  list(query?: TemplateQuery): Promise<Page<Template>>;
  /** Reads one template, for example to see whether WhatsApp has approved it. */
  get(key: TemplateKey): Promise<Template>;
}

/** True for a template that asks for the permission to call. */
export const asksPermission = ({ components = [] }: Template): boolean =>
  components.some(({ type }) => type?.toUpperCase() === "CALL_PERMISSION_REQUEST");

const templateInput = z.strictObject({
  wabaId: idSchema,
  name: z
    .string()
    .max(512)
    .regex(/^[a-z0-9_]+$/, "must be lower-case letters, digits and _"),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/, "must be such as es_MX"),
  category: z.enum(["UTILITY", "MARKETING"]).default("UTILITY"),
  bodyText: z.string().min(1).max(1024),
  bodyExample: z.array(z.string().min(1)).min(1).optional(),
});

const templateAnswer: z.ZodType<Template> = z.looseObject({
  name: z.string().min(1),
  language: optional(z.string()),
  category: optional(z.string()),
  status: optional(z.string()),
  wabaId: optional(z.string()),
  components: optional(z.array(z.looseObject({ type: optional(z.string()) }))),
});
const templatePage = pageSchema(templateAnswer);

const keyInput = z.strictObject({
  wabaId: idSchema,
  name: idSchema,
  language: idSchema,
});
const queryInput = z.strictObject({
  ...pageQueryShape,
  wabaId: idSchema.optional(),
  name: idSchema.optional(),
  language: idSchema.optional(),
});
const path = "/v2/whatsapp/templates";

export function createTemplatesApi(transport: Transport): TemplatesApi {
  return {
    async createCallPermission(input) {
      const { bodyText, bodyExample, ...template } = checkInput(templateInput, input);
      const example = bodyExample && { body_text: [bodyExample] };
      const components = [
        { type: "BODY", text: bodyText, ...(example && { example }) },
        { type: "CALL_PERMISSION_REQUEST" },
      ];
      const body = { ...template, components };
      return transport.json({ method: "POST", path, body }, templateAnswer);
    },
    async list(query = {}) {
      const { wabaId, name, language, ...page } = checkInput(queryInput, query);
      const filters = {
        "filter.wabaId": wabaId,
        "filter.name": name,
        "filter.language": language,
      };
      return transport.json({ method: "GET", path, query: { ...page, ...filters } }, templatePage);
    },
    async get(key) {
      const { wabaId, name, language } = checkInput(keyInput, key);
      const segments = [wabaId, name, language].map(encodeURIComponent).join("/");
      return transport.json({ method: "GET", path: `${path}/${segments}` }, templateAnswer);
    },
  };
}
