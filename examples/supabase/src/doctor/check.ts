import type { Environment } from "../../supabase/functions/_shared/environment.ts";
import type { Diagnosis } from "./readDiagnosis.ts";

export type State = "ok" | "warn" | "fail";

/** What a check has found: a sentence that says, unless all is well, what to do. */
export interface Finding {
  state: State;
  text: string;
}

/** A finding with the name of its check. */
export interface NamedFinding extends Finding {
  check: string;
}

/** What the checks know and use. */
export interface DoctorContext {
  /** All variables: those of the files and of the process. */
  variables: Readonly<Record<string, string | undefined>>;
  /** The checked environment of the functions. */
  env: Environment;
  /** The address below which the functions are, such as `https://ref.supabase.co/functions/v1`. */
  functionsUrl: string;
  /** What the database tells of itself. Rejects if it tells nothing. */
  diagnosis: Promise<Diagnosis>;
  fetch: typeof fetch;
  now(): Date;
}

export interface Check {
  name: string;
  run(context: DoctorContext): Promise<Finding[]>;
}

export const ok = (text: string): Finding => ({ state: "ok", text });
export const warn = (text: string): Finding => ({ state: "warn", text });
export const fail = (text: string): Finding => ({ state: "fail", text });

export const webhookUrlOf = ({ functionsUrl }: Pick<DoctorContext, "functionsUrl">) =>
  `${functionsUrl}/whatsapp-call-webhook`;
