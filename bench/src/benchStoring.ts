import { signWebhook } from "@skale-calls/core/testing";
import { startPostgres } from "@skale-calls/testkit";
import { type Delivery, flatDeliveries, truthOf, ycloudDeliveries } from "./callHistories.ts";
import { median } from "./measureReaders.ts";
import { printTable } from "./printTable.ts";
import { createPoster, runClients } from "./runClients.ts";
import {
  type Contender,
  connections,
  secrets,
  startContender,
  type WebhookFunctionName,
} from "./startContender.ts";

const rounds = 3;
const clients = connections;
const truth = truthOf();

interface Trial {
  name: string;
  webhook: WebhookFunctionName;
  deliveries: readonly Delivery[];
  headersOf(body: string): Record<string, string>;
}

const withToken = () => signWebhook({ scheme: "token", rawBody: "", secret: secrets.token });
const trials: readonly Trial[] = [
  {
    name: "the guide's way, flat payloads",
    webhook: "guide",
    deliveries: flatDeliveries(),
    headersOf: withToken,
  },
  {
    name: "ours, the same payloads",
    webhook: "ours",
    deliveries: flatDeliveries(),
    headersOf: withToken,
  },
  {
    name: "ours, signed by YCloud",
    webhook: "ours",
    deliveries: ycloudDeliveries(),
    headersOf: (rawBody) => signWebhook({ scheme: "ycloud", rawBody, secret: secrets.signing }),
  },
];

interface Outcome {
  requestsPerSecond: number;
  refused: number;
  rightCalls: number;
  /** The events per second of the calls that have the right final status. */
  rightlyStored: number;
}

/** Measures the time from the webhook's request to the stored row, with many clients. Each contender has its own databases. */
export async function benchStoring(): Promise<void> {
  const postgres = await startPostgres();
  try {
    const outcomes = trials.map((): Outcome[] => []);
    const ceilings: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const [index, trial] of trials.entries()) {
        const contender = await startContender(postgres.url, trial.webhook);
        try {
          outcomes[index]?.push(await withoutServerLog(() => run(trial, contender)));
          if (trial.webhook === "guide") ceilings.push(await measureCeiling(contender));
        } finally {
          await contender.stop();
        }
      }
    }
    printOutcomes(outcomes, ceilings);
  } finally {
    await postgres.stop();
  }
}

async function run(trial: Trial, { webhookUrl, database }: Contender): Promise<Outcome> {
  const poster = createPoster(webhookUrl, clients);
  let refused = 0;
  const { seconds } = await runClients(clients, trial.deliveries, async ({ body }) => {
    if ((await poster.post(trial.headersOf(body), body)) !== 200) refused++;
  });
  poster.close();

  const rows = await database.sql<{ call_id: string; status: string }[]>`
    select call_id, status from public.whatsapp_calls`;
  const right = new Set(
    rows.filter((row) => truth.get(row.call_id) === row.status).map((row) => row.call_id),
  );
  const rightEvents = trial.deliveries.filter(({ callId }) => right.has(callId)).length;
  return {
    requestsPerSecond: trial.deliveries.length / seconds,
    refused,
    rightCalls: right.size,
    rightlyStored: rightEvents / seconds,
  };
}

/** Hides `console.error` during the work, because the substitute for Supabase prints each statement that Postgres refuses. */
async function withoutServerLog<T>(work: () => Promise<T>): Promise<T> {
  const { error } = console;
  console.error = () => {};
  try {
    return await work();
  } finally {
    console.error = error;
  }
}

/** Measures the limit of the substitute for Supabase: the calls per second of an empty database function. */
async function measureCeiling({ url, lite }: Contender): Promise<number> {
  await lite.exec("create function public.bench_nothing() returns int language sql as 'select 1'");
  const poster = createPoster(`${url}/rest/v1/rpc/bench_nothing`, clients);
  const headers = { apikey: lite.secretKey };
  const jobs = Array.from({ length: 1000 }, (_job, index) => index);
  const { seconds } = await runClients(clients, jobs, async () => {
    const status = await poster.post(headers, "{}");
    if (status !== 200) throw new Error(`The bare rpc was answered with ${status}.`);
  });
  poster.close();
  return jobs.length / seconds;
}

function printOutcomes(outcomes: readonly Outcome[][], ceilings: readonly number[]): void {
  const [guide = []] = outcomes;
  const rows = trials.map(({ name }, index) => {
    const own = outcomes[index] ?? [];
    const of = (key: keyof Outcome) => median(own.map((outcome) => outcome[key]));
    return {
      "": name,
      "requests/s": Math.round(of("requestsPerSecond")),
      "refused of 2,000": of("refused"),
      "right calls of 500": of("rightCalls"),
      "rightly stored events/s": Math.round(of("rightlyStored")),
      "times the guide's": median(
        own.map(({ rightlyStored }, round) => rightlyStored / (guide[round]?.rightlyStored ?? 0)),
      ),
    };
  });
  printTable(
    `Storing 2,000 webhooks of 500 calls, shuffled, from ${clients} clients; one Deno each, the same Supabase`,
    rows,
  );
  console.log(`A bare rpc through the same Supabase: ${Math.round(median(ceilings))} a second.`);
}
