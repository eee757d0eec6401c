import * as z from "zod";
import type { Environment } from "../../supabase/functions/_shared/environment.ts";

const diagnosis = z.object({
  now: z.string(),
  tables: z.array(z.object({ name: z.string(), rls: z.boolean() })),
  functions: z.record(z.string(), z.string()),
  migrations: z.array(z.string()).nullable(),
  host: z.string().nullable(),
  branches: z.number().optional(),
  agents: z.number().optional(),
  inboxes: z
    .array(z.object({ phone: z.string().nullable(), provider: z.string().nullable() }))
    .optional(),
  published: z.array(z.string()).nullable(),
  jobs: z
    .array(
      z.object({
        act: z.enum(["sweep", "media"]),
        schedule: z.string(),
        active: z.boolean(),
        last: z.string().nullable(),
      }),
    )
    .nullable(),
  overdue: z.object({ calls: z.number(), media: z.number() }),
  bucket: z.object({ id: z.string(), public: z.boolean() }).nullable(),
});

/** What `diagnose_whatsapp_calls` tells, and the two clocks of the request. */
export type Diagnosis = z.output<typeof diagnosis> & {
  /** The `Date` of the response: the clock of Supabase's gateway. */
  date: string | null;
  /** The time of this machine in the middle of the request. */
  askedAt: number;
};

/** A database that tells nothing, with the sentence that says what to do. */
export class DiagnosisProblem extends Error {}

/** Calls and files that are late by more than this count as overdue: several runs of a job of every minute. */
const graceSeconds = 300;

/** @throws DiagnosisProblem. */
export async function readDiagnosis(
  { SUPABASE_URL: url, supabaseKey: key }: Environment,
  send: typeof fetch,
): Promise<Diagnosis> {
  const startedAt = Date.now();
  let response: Response;
  try {
    response = await send(`${url}/rest/v1/rpc/diagnose_whatsapp_calls`, {
      method: "POST",
      headers: { apikey: key, authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ p_options: { graceSeconds } }),
    });
  } catch {
    throw new DiagnosisProblem(
      `Nothing answers at SUPABASE_URL (${new URL(url).host}). Check the address, and whether the project is paused.`,
    );
  }
  const askedAt = (startedAt + Date.now()) / 2;
  const body: unknown = await response.json().catch(() => undefined);
  if (response.status === 401 || response.status === 403) {
    throw new DiagnosisProblem(
      "The database refuses the secret key. Copy the secret key (or service_role key) of this project into SUPABASE_SERVICE_ROLE_KEY.",
    );
  }
  if (response.status === 404) {
    throw new DiagnosisProblem(
      "The migrations are missing, or older than this package. Run npx skale-calls-migrations, then npx supabase db push.",
    );
  }
  const parsed = diagnosis.safeParse(body);
  if (!response.ok || !parsed.success) {
    throw new DiagnosisProblem(
      `The database answered ${response.status} and no diagnosis. Look into its logs, and run npx skale-calls-migrations status.`,
    );
  }
  return { ...parsed.data, date: response.headers.get("date"), askedAt };
}
