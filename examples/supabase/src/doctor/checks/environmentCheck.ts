import { missingKeyName } from "../../../supabase/functions/_shared/createProviders.ts";
import { createSources } from "../../../supabase/functions/_shared/createSources.ts";
import {
  checkEnvironment,
  type Environment,
  environmentNames,
} from "../../../supabase/functions/_shared/environment.ts";
import { type Finding, fail, ok, warn } from "../check.ts";

type Variables = Readonly<Record<string, string | undefined>>;

const advice: Readonly<Record<string, string>> = {
  SUPABASE_URL:
    "Set it to the address of the project, such as https://ref.supabase.co (Project settings, Data API).",
  SUPABASE_SERVICE_ROLE_KEY:
    "Set it to the project's secret key (Project settings, API keys). Never put it into a page.",
};

/** Checks the variables by the table with which the functions read them. The environment is missing if one is malformed. */
export function checkVariables(variables: Variables): { env?: Environment; findings: Finding[] } {
  const checked = checkEnvironment(variables);
  if ("problems" in checked) {
    return {
      findings: checked.problems.map(({ name, message }) =>
        fail(`${name} ${message}. ${advice[name] ?? "Correct it in the functions' secrets."}`),
      ),
    };
  }
  const { env } = checked;
  const findings = [...findMissingKeys(env), ...findTypos(variables)];
  const set = environmentNames.filter((name) => variables[name]?.trim());
  return {
    env,
    findings: [
      ...findings,
      ...(findings.some(({ state }) => state === "fail")
        ? []
        : [ok(`${set.length} variables are set, and each has the right form.`)]),
    ],
  };
}

function findMissingKeys(env: Environment): Finding[] {
  const { CALL_PROVIDER: provider } = env;
  const hasKey = {
    ycloud: env.ycloudKey !== undefined,
    meta: env.META_ACCESS_TOKEN !== undefined,
    twilio: env.TWILIO_ACCOUNT_SID !== undefined && env.TWILIO_AUTH_TOKEN.length > 0,
  }[provider];
  return [
    ...(hasKey
      ? []
      : [
          fail(
            `${missingKeyName(env)} is not set, so nobody can call. Set it, or name another provider in CALL_PROVIDER.`,
          ),
        ]),
    ...(createSources(env).length > 0
      ? []
      : [
          fail(
            "No secret of a sender is set, so every webhook is refused. Set YCLOUD_WEBHOOK_SECRET to the secret of the webhook endpoint (or META_APP_SECRET, TWILIO_AUTH_TOKEN, YCLOUD_WEBHOOK_TOKEN).",
          ),
        ]),
  ];
}

/** Variables that look like ours, and that nothing reads. */
const ours = /^(?:YCLOUD|META|TWILIO|TURN|CALL|ICE)_/;
/** They are read elsewhere: by the guide's functions, by samples, and by tools. */
const others = ["SUPABASE_ANON_KEY"];

function findTypos(variables: Variables): Finding[] {
  return Object.keys(variables)
    .filter((name) => ours.test(name) && !environmentNames.includes(name) && !others.includes(name))
    .map((name) =>
      warn(`${name} is set, but the functions read no such variable. Check its name.`),
    );
}
