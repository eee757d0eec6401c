import openApi from "@skale-calls/core/openapi.json" with { type: "json" };
import { Ajv2020 } from "ajv/dist/2020.js";

// Not strict: OpenAPI adds keywords. Formats are for readers only.
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(openApi, "contract");

const paths = Object.entries<object>(openApi.paths).map(([path, methods]) => ({
  path,
  methods,
  pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}/?$`),
}));

/**
 * Throws when the published OpenAPI document does not describe a response.
 *
 * @param asked the path after `/functions/v1`.
 */
export function checkAnswer(
  method: string,
  asked: string,
  { status, body }: { status: number; body: unknown },
): void {
  const found = paths.find(({ pattern }) => pattern.test(asked));
  const pointer =
    found !== undefined && method.toLowerCase() in found.methods
      ? `/paths/${found.path.replaceAll("/", "~1")}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`
      : "/components/schemas/Error";
  const validate = ajv.getSchema(`contract#${encodeURI(pointer)}`);
  const seen = `${method} ${asked}: ${status} ${JSON.stringify(body)?.slice(0, 500)}`;
  if (!validate) throw new Error(`The contract has no such answer: ${seen}`);
  if (validate(body) !== true) {
    throw new Error(`The contract has another answer: ${ajv.errorsText(validate.errors)}: ${seen}`);
  }
}
