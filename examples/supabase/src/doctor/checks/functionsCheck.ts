import * as z from "zod";
import { functionNames } from "../../copyFunctions.ts";
import { type Check, type DoctorContext, type Finding, fail, ok } from "../check.ts";

const answer = z.looseObject({
  ok: z.boolean().optional(),
  version: z.string().nullish(),
  code: z.string().optional(),
  error: z.string().optional(),
});

export const functionsCheck: Check = {
  name: "functions",
  run: (context) => Promise.all(functionNames.map((name) => checkFunction(context, name))),
};

async function checkFunction(
  { functionsUrl, fetch: send }: DoctorContext,
  name: string,
): Promise<Finding> {
  let response: Response;
  try {
    response = await send(`${functionsUrl}/${name}/health`);
  } catch {
    return fail(
      `Nothing answers at ${functionsUrl}/${name}. Check SUPABASE_URL, or give --functions-url.`,
    );
  }
  const { success, data } = answer.safeParse(await response.json().catch(() => undefined));
  const body = success ? data : {};
  if (response.ok && body.ok === true) {
    return ok(
      `${name} is up${body.version ? ` (version ${body.version})` : ""} and reaches the database.`,
    );
  }
  if (body.code === "misconfigured") return fail(`${name} is deployed, but: ${body.error ?? ""}`);
  if (body.code === "store_unavailable") {
    return fail(
      `${name} is up, but does not reach the database. Check whether the project is paused or overloaded.`,
    );
  }
  if (response.status === 404) {
    return fail(`${name} is not deployed. Run npx supabase functions deploy ${name}`);
  }
  if (response.status === 401 && body.code === undefined) {
    return fail(
      `The gateway asks ${name} for a token. Set verify_jwt = false for it in config.toml, and deploy it again.`,
    );
  }
  return fail(
    `${name} answered ${response.status}${body.code ? ` (${body.code})` : ""}. Deploy the version of this package: npx skale-calls-functions, then npx supabase functions deploy ${name}. Then look into its logs.`,
  );
}
