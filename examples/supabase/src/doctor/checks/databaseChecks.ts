import { type Check, fail, ok, warn } from "../check.ts";
import { readExpectedSchema } from "../readExpectedSchema.ts";

const apply = "Run npx skale-calls-migrations, then npx supabase db push.";
const some = (names: readonly string[]) =>
  names.length <= 5
    ? names.join(", ")
    : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;

export const migrationsCheck: Check = {
  name: "migrations",
  async run({ diagnosis }) {
    const found = await diagnosis;
    const expected = readExpectedSchema();
    const names = [...expected.functions.keys()];
    const missing = [
      ...expected.tables.filter((name) => !found.tables.some((table) => table.name === name)),
      ...names.filter((name) => found.functions[name] === undefined),
    ];
    const changed = names.filter(
      (name) =>
        found.functions[name] !== undefined &&
        found.functions[name] !== expected.functions.get(name),
    );
    // A database to which the SQL editor applied them has no history of them.
    const history = found.migrations ?? [];
    const left = expected.migrations.filter(
      (name) => history.length > 0 && !history.some((applied) => applied.endsWith(name)),
    );
    const findings = [
      ...(left.length > 0 ? [fail(`Migrations are not applied: ${some(left)}. ${apply}`)] : []),
      ...(missing.length > 0
        ? [fail(`The database lacks what the migrations create: ${some(missing)}. ${apply}`)]
        : []),
      ...(changed.length > 0
        ? [
            fail(
              `Functions differ from this package's: ${some(changed)}. Either the database has another version (${apply}), or somebody edited them (put changes into a migration of your own, under other names).`,
            ),
          ]
        : []),
    ];
    return findings.length > 0
      ? findings
      : [
          ok(
            `All ${expected.tables.length} tables and ${names.length} functions are those of this package.`,
          ),
        ];
  },
};

export const rlsCheck: Check = {
  name: "row-level security",
  async run({ diagnosis }) {
    const { tables } = await diagnosis;
    const open = tables.filter(({ rls }) => !rls).map(({ name }) => name);
    return open.length === 0
      ? [ok(`On for all ${tables.length} tables.`)]
      : [
          fail(
            `Everybody with the public key can read ${some(open)}. Run: ${open.map((name) => `alter table public.${name} enable row level security;`).join(" ")}`,
          ),
        ];
  },
};

export const hostCheck: Check = {
  name: "organisation",
  async run({ diagnosis }) {
    const { host, branches = 0, agents = 0, inboxes = [] } = await diagnosis;
    if (host !== null) {
      return [
        fail(
          `The functions of skale_calls that describe your organisation do not fit: ${host} Correct them with a migration of your own.`,
        ),
      ];
    }
    const empty = [
      ...(branches === 0 ? ["no branch"] : []),
      ...(agents === 0 ? ["no agent"] : []),
      ...(inboxes.length === 0 ? ["no WhatsApp number"] : []),
    ];
    return [
      empty.length > 0
        ? warn(
            `The functions of skale_calls find ${empty.join(", ")}, so nobody sees or makes calls. Add the rows to your tables.`,
          )
        : ok(`${branches} branches, ${agents} agents, ${inboxes.length} WhatsApp numbers.`),
    ];
  },
};

export const realtimeCheck: Check = {
  name: "realtime",
  async run({ diagnosis }) {
    const { published } = await diagnosis;
    if (published === null) {
      return [
        warn(
          "The database has no publication supabase_realtime, so pages ask again and again for news. Turn Realtime on (Database, Publications), then run: alter publication supabase_realtime add table whatsapp_calls, whatsapp_call_sessions;",
        ),
      ];
    }
    const missing = ["whatsapp_calls", "whatsapp_call_sessions"].filter(
      (name) => !published.includes(name),
    );
    return [
      missing.length > 0
        ? fail(
            `Pages get no news of ${missing.join(" and ")}. Run: alter publication supabase_realtime add table ${missing.join(", ")};`,
          )
        : ok("Calls and sessions are published."),
    ];
  },
};

const jobs = {
  sweep: {
    what: "the sweep, which ends calls without an end",
    overdue: "calls",
    schedule:
      "select cron.schedule('sweep-whatsapp-calls', '15 seconds', 'select public.sweep_whatsapp_calls()');",
  },
  media: {
    what: "the run that stores recordings",
    overdue: "media",
    schedule: 'the job of the section "Recordings" in the README',
  },
} as const;

export const jobsCheck: Check = {
  name: "schedule",
  async run({ diagnosis }) {
    const { jobs: found, overdue } = await diagnosis;
    return Object.entries(jobs).map(([act, { what, overdue: late, schedule }]) => {
      const job = found?.find((one) => one.act === act && one.active);
      const count = overdue[late];
      const advice = `Schedule it with pg_cron: ${schedule}`;
      // A run for recordings that succeeded has only sent its request.
      if (act === "sweep" && count > 0 && job?.last === "succeeded") {
        return warn(
          `${count} calls are overdue by more than 5 minutes, though the last run of ${what}, succeeded. This is right if your job passes longer limits than the default ones.`,
        );
      }
      if (count > 0) {
        return fail(
          `${count} ${late === "calls" ? "calls" : "files"} are overdue by more than 5 minutes: ${what}, does not run${job?.last === "failed" ? " (its last run failed; see cron.job_run_details)" : ""}. ${job ? "Look into cron.job_run_details." : advice}`,
        );
      }
      if (job?.last === "failed") {
        return fail(`The last run of ${what}, failed. Look into cron.job_run_details.`);
      }
      if (job) return ok(`pg_cron runs ${what} (${job.schedule}).`);
      return found === null
        ? ok(
            `Nothing is overdue. The database has no pg_cron: something else runs ${what}, or nothing does.`,
          )
        : warn(`No active job runs ${what}. ${advice}`);
    });
  },
};

export const storageCheck: Check = {
  name: "storage",
  async run({ diagnosis }) {
    const { bucket } = await diagnosis;
    if (bucket === null) {
      return [
        fail(
          'There is no bucket for recordings. Apply the migration "skale_calls_supabase_rules" again after Storage is there (it creates the bucket whatsapp-call-media).',
        ),
      ];
    }
    return [
      bucket.public
        ? fail(
            `Everybody can download recordings: the bucket ${bucket.id} is public. Run: update storage.buckets set public = false where id = '${bucket.id}';`,
          )
        : ok(`The bucket ${bucket.id} is there, and private.`),
    ];
  },
};
