interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  format?: string;
  pattern?: string;
}
interface Operation {
  summary?: string;
  description?: string;
  security?: object[];
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema?: Schema;
  }[];
  requestBody?: { required?: boolean; content?: Record<string, { schema?: Schema }> };
  responses: Record<
    string,
    { description?: string; content?: Record<string, { schema?: Schema }> }
  >;
}
export interface OpenApi {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

/** Writes the page of the HTTP routes from the OpenAPI document, which is made from the contract. */
export function writeHttpPage({ info, paths, components }: OpenApi): string {
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) =>
      writeRoute(`${method.toUpperCase()} ${path}`, operation),
    ),
  );
  const schemas = Object.entries(components?.schemas ?? {}).map(([name, schema]) =>
    [`### ${name}`, schema.description, writeFields(schema)].filter(Boolean).join("\n\n"),
  );
  const parts = ["# HTTP routes", info.description, ...routes, "## Types", ...schemas, ""];
  return escapeTags(parts.filter((part) => part !== undefined).join("\n\n"));
}

/** VitePress reads `<id>` outside of code as an element. */
function escapeTags(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts
    .map((part, index) => (index % 2 === 0 ? part.replaceAll("<", "&lt;") : part))
    .join("");
}

function writeRoute(
  name: string,
  { summary, description, parameters = [], requestBody, responses }: Operation,
): string {
  const parts: (string | undefined)[] = [`## ${name}`, summary, description];
  if (parameters.length > 0) {
    parts.push(
      writeTable(
        ["parameter", "in", "type", "meaning"],
        parameters.map(({ name: own, in: place, schema, description: meaning = "", required }) => [
          `\`${own}\`${required ? "" : "?"}`,
          place,
          writeType(schema),
          meaning,
        ]),
      ),
    );
  }
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  if (body) parts.push("**Body**", writeFields(body) || writeType(body));
  parts.push(
    writeTable(
      ["response", "meaning", "body"],
      Object.entries(responses).map(([status, { description: meaning = "", content }]) => [
        status,
        meaning,
        writeType(Object.values(content ?? {})[0]?.schema),
      ]),
    ),
  );
  return parts.filter(Boolean).join("\n\n");
}

/** The fields of an object, or of each of several objects. */
function writeFields(schema: Schema): string {
  const { properties, required = [] } = schema;
  if (!properties) return "";
  return writeTable(
    ["field", "type", "meaning"],
    Object.entries(properties).map(([name, field]) => [
      `\`${name}\`${required.includes(name) ? "" : "?"}`,
      writeType(field),
      field.description ?? "",
    ]),
  );
}

function writeType(schema: Schema | undefined): string {
  if (schema === undefined) return "";
  const {
    $ref,
    enum: values,
    const: value,
    anyOf,
    oneOf,
    allOf,
    items,
    type,
    format,
    properties,
  } = schema;
  if ($ref) {
    const name = $ref.split("/").at(-1) ?? "";
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (value !== undefined) return `\`${JSON.stringify(value)}\``;
  if (values) return values.map((one) => `\`${JSON.stringify(one)}\``).join(" or ");
  const several = anyOf ?? oneOf;
  if (several) return [...new Set(several.map(writeType))].join(" or ");
  if (allOf) return allOf.map(writeType).join(" and ");
  if (items) return `list of ${writeType(items)}`;
  if (properties)
    return `{ ${Object.keys(properties)
      .map((name) => `\`${name}\``)
      .join(", ")} }`;
  return [type ?? "anything"].flat().join(" or ") + (format ? ` (${format})` : "");
}

function writeTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
}
