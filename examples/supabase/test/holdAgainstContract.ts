import openApi from "@skale-calls/core/openapi.json" with { type: "json" };
import { Ajv2020 } from "ajv/dist/2020.js";

// OpenAPI has words of its own; the formats are for readers.
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(openApi, "contract");

const paths = Object.entries<object>(openApi.paths).map(([path, methods]) => ({
  path,
  methods,
  pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}/?$`),
}));

/**
 * Throws at an answer that the published OpenAPI document does not have.
 *
 * @param asked the address behind `/functions/v1`.
 */
export function holdAgainstContract(
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
  const told = `${method} ${asked}: ${status} ${JSON.stringify(body)?.slice(0, 500)}`;
  if (!validate) throw new Error(`The contract has no such answer: ${told}`);
  if (validate(body) !== true) {
    throw new Error(`The contract has another answer: ${ajv.errorsText(validate.errors)}: ${told}`);
  }
}
