import * as z from "zod";
import type { Transport } from "../transport/transport.ts";
import { checkInput, idSchema } from "./checkInput.ts";
import { type Open, optional } from "./openSchemas.ts";

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
  [field: string]: unknown;
}

/** Templates. The method throws `YCloudError`, or `CallsError` for bad input. */
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
}

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
});

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
      return transport.json(
        { method: "POST", path: "/v2/whatsapp/templates", body },
        templateAnswer,
      );
    },
  };
}
