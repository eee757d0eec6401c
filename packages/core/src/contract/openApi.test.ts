import { readFile } from "node:fs/promises";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, it } from "vitest";
import { createOpenApi } from "../../scripts/createOpenApi.ts";
import { openApiFile, openApiText, services } from "../../scripts/openApi.ts";

it("equals the document generated from the table of routes; `pnpm openapi` writes it", async () => {
  expect(await readFile(openApiFile, "utf8")).toBe(openApiText);
});

it("is an OpenAPI 3.1 document", async () => {
  const validator = new Validator();
  expect(await validator.validate(createOpenApi(services))).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
  // The validator refuses an invalid document.
  const { paths, ...pathless } = createOpenApi(services);
  const wrong = { ...pathless, paths: { ...(paths as object), "no-slash": { get: {} } } };
  expect((await new Validator().validate(wrong)).valid).toBe(false);
});

it("contains every schema that it refers to", () => {
  const { components } = createOpenApi(services) as { components: { schemas: object } };
  const refs = new Set(
    [...openApiText.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g)].map(([, id]) => id),
  );
  expect([...refs].sort()).toEqual(Object.keys(components.schemas).sort());
});
