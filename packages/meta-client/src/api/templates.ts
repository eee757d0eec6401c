import {
  checkInput,
  idSchema,
  type Open,
  optional,
  type Transport,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { readPages } from "./pages.ts";

/** A component of a template. Other fields depend on the type. */
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
  components?: TemplateComponent[] | undefined;
  [field: string]: unknown;
}

export interface TemplateQuery {
  wabaId: string;
  /** The name, or a part of it. */
  name?: string;
}

export interface PermissionTemplateInput {
  wabaId: string;
  /** Lower-case letters, digits and `_`. */
  name: string;
  /** Such as `es_MX`. */
  language: string;
  category?: "UTILITY" | "MARKETING";
  /** At most 1024 characters. */
  bodyText: string;
}

/** Templates. All methods throw `MetaError`, or `CallsError` for bad input. */
export interface TemplatesApi {
  list(query: TemplateQuery): Promise<Template[]>;
  /** Creates a template that asks for the permission to call. WhatsApp reviews it before it can be sent. */
  createCallPermission(input: PermissionTemplateInput): Promise<{ id?: string; status?: string }>;
}

const templateName = z
  .string()
  .max(512)
  .regex(/^[a-z0-9_]+$/, "must be lower-case letters, digits and _");
const listInput = z.strictObject({ wabaId: idSchema, name: templateName.optional() });
const createInput = z.strictObject({
  wabaId: idSchema,
  name: templateName,
  language: z.string().regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/, "must be such as es_MX"),
  category: z.enum(["UTILITY", "MARKETING"]).default("UTILITY"),
  bodyText: z.string().min(1).max(1024),
});

const template: z.ZodType<Template> = z.looseObject({
  name: z.string().min(1),
  language: optional(z.string()),
  category: optional(z.string()),
  status: optional(z.string()),
  components: optional(z.array(z.looseObject({ type: z.string() }))),
});
const created = z.looseObject({
  id: z.coerce.string().optional().catch(undefined),
  status: optional(z.string()),
});

/** True for a template that asks for the permission to call. */
export function asksCallPermission({ components = [] }: Template): boolean {
  return components.some(({ type }) => type.toUpperCase() === "CALL_PERMISSION_REQUEST");
}

const pathOf = (wabaId: string) => `/${encodeURIComponent(wabaId)}/message_templates`;

export function createTemplatesApi(transport: Transport): TemplatesApi {
  return {
    async list(query) {
      const { wabaId, name } = checkInput(listInput, query);
      const fields = "name,language,status,category,components";
      return readPages(transport, pathOf(wabaId), { fields, name }, template);
    },
    async createCallPermission(input) {
      const { wabaId, bodyText, ...fields } = checkInput(createInput, input);
      const components = [{ type: "BODY", text: bodyText }, { type: "call_permission_request" }];
      const { id, status } = await transport.json(
        { method: "POST", path: pathOf(wabaId), body: { ...fields, components } },
        created,
      );
      return { ...(id === undefined ? {} : { id }), ...(status === undefined ? {} : { status }) };
    },
  };
}
