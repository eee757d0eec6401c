import { type Check, type DoctorContext, type Finding, fail, type NamedFinding } from "./check.ts";
import { clockCheck } from "./checks/clockCheck.ts";
import {
  hostCheck,
  jobsCheck,
  migrationsCheck,
  realtimeCheck,
  rlsCheck,
  storageCheck,
} from "./checks/databaseChecks.ts";
import { checkVariables } from "./checks/environmentCheck.ts";
import { functionsCheck } from "./checks/functionsCheck.ts";
import { iceCheck } from "./checks/iceCheck.ts";
import { metaCheck, twilioCheck, ycloudCheck } from "./checks/providerChecks.ts";
import { signatureCheck } from "./checks/signatureCheck.ts";
import { DiagnosisProblem, readDiagnosis } from "./readDiagnosis.ts";

/** The order of the report: what others depend on comes first. */
const checks: readonly Check[] = [
  migrationsCheck,
  rlsCheck,
  hostCheck,
  realtimeCheck,
  jobsCheck,
  storageCheck,
  functionsCheck,
  signatureCheck,
  ycloudCheck,
  metaCheck,
  twilioCheck,
  clockCheck,
  iceCheck,
];

export interface DoctorOptions {
  variables: Readonly<Record<string, string | undefined>>;
  /** Default: `SUPABASE_URL` and `/functions/v1`. */
  functionsUrl?: string | undefined;
  now?: () => Date;
}

const timeoutMs = 10_000;

/**
 * Checks a deployment, and returns what it found: for each check at least one finding, except for providers that are not
 * configured. It changes nothing, but for the ids of a few harmless webhooks in the ledger.
 */
export async function runDoctor({
  variables,
  functionsUrl,
  now = () => new Date(),
}: DoctorOptions): Promise<NamedFinding[]> {
  const { env, findings } = checkVariables(variables);
  const environment = named("environment", findings);
  if (!env) return environment;
  const send: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  const diagnosis = readDiagnosis(env, send);
  const problem = await diagnosis.then(
    () => undefined,
    (error: unknown) => error,
  );
  const context: DoctorContext = {
    variables,
    env,
    functionsUrl: (functionsUrl ?? `${env.SUPABASE_URL.replace(/\/+$/, "")}/functions/v1`).replace(
      /\/+$/,
      "",
    ),
    diagnosis,
    fetch: send,
    now,
  };
  const results = await Promise.all(
    checks.map(async (check) => named(check.name, await runCheck(check, context))),
  );
  return [
    ...environment,
    ...(problem === undefined ? [] : named("database", [fail(explain(problem))])),
    ...results.flat(),
  ].map((finding) => ({ ...finding, text: hideSecrets(finding.text, variables) }));
}

async function runCheck(check: Check, context: DoctorContext): Promise<Finding[]> {
  try {
    return await check.run(context);
  } catch (error) {
    // It is told once, for the database.
    if (error instanceof DiagnosisProblem) return [];
    return [fail(`The check could not be carried out: ${explain(error)}`)];
  }
}

const named = (check: string, findings: readonly Finding[]): NamedFinding[] =>
  findings.map((finding) => ({ check, ...finding }));

const explain = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** No secret is in a sentence; a message of another program may quote one. */
function hideSecrets(text: string, variables: DoctorOptions["variables"]): string {
  return Object.entries(variables)
    .filter(([name]) => /KEY|SECRET|TOKEN|AUTH|ICE_SERVERS/.test(name))
    .flatMap(([, value]) => (value ?? "").split(","))
    .map((value) => value.trim())
    .filter((value) => value.length >= 6)
    .reduce((hidden, value) => hidden.replaceAll(value, "[secret]"), text);
}
