import { createObjectId } from "../lib/createIds.ts";

export interface Template {
  /** WhatsApp's id of the template. */
  officialTemplateId: string;
  wabaId: string;
  name: string;
  language: string;
  category: string;
  components: readonly { type: string }[];
  status: "APPROVED";
}

/** The template that asks for the permission to call. It exists from the start, in these languages. */
const seeded = { name: "call_permission_request", languages: ["en_US", "es", "es_MX"] };
const maxTemplates = 1000;

/** Creates the store of the accounts' message templates. A template is approved when it is created. */
export function createTemplates(wabaIds: readonly string[]) {
  const known = new Map<string, Template>();
  const keyOf = (wabaId: string, name: string, language: string) => `${wabaId} ${name} ${language}`;

  function create(input: Omit<Template, "officialTemplateId" | "status">): Template | null {
    const key = keyOf(input.wabaId, input.name, input.language);
    if (known.has(key) || known.size >= maxTemplates) return null;
    const template: Template = {
      officialTemplateId: createObjectId(),
      ...input,
      status: "APPROVED",
    };
    known.set(key, template);
    return template;
  }

  function reset() {
    known.clear();
    for (const wabaId of wabaIds) {
      for (const language of seeded.languages) {
        const components = [{ type: "BODY" }, { type: "CALL_PERMISSION_REQUEST" }];
        create({ wabaId, name: seeded.name, language, category: "UTILITY", components });
      }
    }
  }

  reset();
  return {
    /** Creates a template; null if it already exists or if there are too many. */
    create,
    list: (wabaId: string): Template[] =>
      [...known.values()].filter((template) => template.wabaId === wabaId),
    get: (wabaId: string, name: string, language: string) =>
      known.get(keyOf(wabaId, name, language)),
    reset,
  };
}

export const asksPermission = ({ components }: Template): boolean =>
  components.some(({ type }) => type.toUpperCase() === "CALL_PERMISSION_REQUEST");
