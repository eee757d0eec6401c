import { setTimeout as pause } from "node:timers/promises";
import { isTerminal } from "@skale-calls/core";
import { contractWorld } from "@skale-calls/core/testing";
import { type Simulator, startSimulator } from "@skale-calls/simulator";
import { createDatabase, type Postgres, startPostgresProxy } from "@skale-calls/testkit";
import type { Sql } from "postgres";
import { seedWorld } from "../../../../packages/supabase-adapter/test/seedWorld.ts";
import { sufferFault } from "./createFaults.ts";
import { createProviderGate, createWebhookGate, exchange } from "./createGates.ts";
import { createRandom } from "./createRandom.ts";
import { createReader, type Reader } from "./createReader.ts";
import type { Server, ServerPool } from "./createServerPool.ts";
import { type Evidence, judgeWorld, type LedgerEntry, type StoredCall } from "./judgeWorld.ts";
import { loadMs, minutesOff, planSeed } from "./planSeed.ts";
import { type Act, markOf, playAgents, type SeenCall } from "./playAgents.ts";
import type { ServerConfig } from "./server.ts";
import { look, within } from "./within.ts";

/** What happened in the world of a seed. */
export interface Outcome {
  seed: number;
  problems: readonly string[];
  /** The faults that happened, such as `server_killed` or `provider cut_after ×3`. */
  faults: readonly string[];
  calls: number;
  events: number;
  /** How the calls ended, such as `completada completed`. */
  ends: readonly string[];
  seconds: number;
  /** Everything that was seen, for the one who looks for the cause. */
  evidence: Evidence | null;
}

export interface Lane {
  cluster: Postgres;
  /** The database template with all migrations. */
  template: string;
  pool: ServerPool;
}

const apiKey = "chaos-key";
const webhookSecret = "whsec_chaos";
const businessPhone = "+5215500000001";
const userIds = contractWorld.agents.map(({ id }) => id);
const quietMs = 15_000;
const putAwayMs = 5_000;
/** YCloud's waits between the attempts, from ten seconds to two hours, become 4 ms to 3 s. */
const retryScale = 0.0004;
/** The sweep ends what is alive. The limits of a dial stay: an outage that is longer than they are makes two calls of one. */
const eagerSweep = {
  ringingSeconds: 0.3,
  inProgressSeconds: 0.3,
  hangupSeconds: 0.2,
  pendingSeconds: 0.2,
};
/** The last sweep: whatever nobody has told the end of is over. */
const lastSweep = {
  ringingSeconds: 0,
  outgoingSeconds: 0,
  hangupSeconds: 0,
  inProgressSeconds: 0,
  pendingSeconds: 0,
};

/** Builds the world of a seed, lets its faults happen, waits until all has settled, and judges what is left. */
export async function runSeed(
  seed: number,
  lane: Lane,
  enter: (stage: string) => void = () => {},
): Promise<Outcome> {
  const start = performance.now();
  const plan = planSeed(seed);
  const random = createRandom(`seed ${seed}`).fork("network");
  const stops: (() => Promise<unknown>)[] = [];
  enter("the database is made");
  const database = await createDatabase({ template: lane.template, cluster: lane.cluster.url });
  stops.push(() => database.drop());
  try {
    enter("the world is built");
    await seedWorld(database.sql);
    const reader = createReader(database.url);
    stops.push(() => reader.stop());
    const proxy = await startPostgresProxy();
    stops.push(() => proxy.stop());

    const slots: { server: Server | undefined }[] = [{ server: undefined }, { server: undefined }];
    const addresses = () => slots.map(({ server }) => server?.url);
    const webhookGate = await createWebhookGate({
      servers: addresses,
      lostAnswers: plan.webhooks.lostAnswers,
      random: random.fork("webhooks"),
    });
    stops.push(() => webhookGate.stop());

    const timeRandom = random.fork("simulator");
    const simulator = await startSimulator({
      apiKey,
      webhookSecret,
      webhookUrl: `${webhookGate.url}/webhook`,
      businessPhone,
      phoneId: "461269257068832",
      signalMs: 15,
      retryScale,
      webhookTimeoutMs: 3_000,
      random: timeRandom.next,
      clock: {
        now: () => Date.now() + plan.providerClockSeconds * 1000,
        setTimeout: (run, ms) => setTimeout(run, ms),
        clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
      },
    });
    stops.push(() => simulator.close());

    const accepted: { wacid: string; userId: string }[] = [];
    const contactOf = (wacid: string) => {
      const call = simulator.calls().find((one) => one.wacid === wacid);
      return call === undefined ? "" : call.direction === "USER_INITIATED" ? call.from : call.to;
    };
    const providerGate = await createProviderGate({
      target: simulator.url,
      plan: plan.provider,
      random: random.fork("provider"),
      contactOf,
      onAccepted(wacid, sdp) {
        const userId = userIds.find((id) => sdp.includes(`a=ice-ufrag:${markOf(id)}`)) ?? "";
        accepted.push({ wacid, userId });
      },
    });
    stops.push(() => providerGate.stop());

    const config: ServerConfig = {
      databaseUrl: proxy.through(database.url),
      applicationName: "chaos server",
      providerUrl: providerGate.url,
      apiKey,
      webhookSecret,
      toleranceSeconds: plan.providerClockSeconds === 0 ? 300 : minutesOff + 300,
      agents: userIds,
      sweep: plan.sweep === "eager" ? eagerSweep : {},
    };
    let output = "";
    const endings: string[] = [];
    async function startServer(index: number): Promise<void> {
      const slot = slots[index];
      if (slot) slot.server = await lane.pool.start(config);
    }
    async function replaceServer(index: number, down: () => Promise<void>): Promise<void> {
      const slot = slots[index];
      const victim = slot?.server;
      // Another fault is replacing it already.
      if (!slot || !victim) return;
      if (!victim.isAlive())
        endings.push(`a server ended by itself: ${victim.output().slice(-1500)}`);
      slot.server = undefined;
      await victim.kill();
      output += victim.output();
      await down();
      await startServer(index);
    }
    await Promise.all(slots.map((_, index) => startServer(index)));
    stops.push(() => Promise.all(slots.map(({ server }) => server?.kill())));

    await tell(simulator, "/faults", {
      dropFirst: plan.webhooks.dropFirst,
      duplicate: plan.webhooks.duplicate,
      reorder: plan.webhooks.reorder,
      delayMs: plan.webhooks.delayMs,
    });
    for (const call of plan.calls) {
      if (call.way === "in") continue;
      const { onIncoming, ringMs, talkMs } = call;
      await tell(simulator, `/contacts/${encodeURIComponent(call.contact)}`, {
        onIncoming,
        ringMs,
        talkMs,
      });
    }

    enter("the faults happen");
    // The load and the faults.
    const watch = watchCalls(reader);
    stops.push(() => watch.stop());
    const machinery = {
      cluster: lane.cluster,
      database,
      proxy,
      replaceServer,
      setClock: (index: number, seconds: number) => slots[index]?.server?.setClock(seconds),
    };
    const suffering = Promise.all(
      plan.faults.map(async (fault) => {
        await pause(fault.at);
        await sufferFault(machinery, fault);
      }),
    );
    const isLive = (contact: string) =>
      simulator.calls().some((call) => contactOf(call.wacid) === contact && call.state !== "ended");
    const acts: Act[] = [];
    const playing = playAgents(
      {
        plan,
        random: random.fork("agents"),
        servers: addresses,
        seen: watch.seen,
        isLive,
        async callBusiness({ contact, ringMs, talkMs }) {
          await post(simulator, "/calls", { from: contact, to: businessPhone, ringMs, talkMs });
        },
      },
      acts,
    );
    const problems: string[] = [];
    await Promise.all([suffering, pause(loadMs)]);
    providerGate.open();
    webhookGate.open();
    await tell(simulator, "/faults", {});
    enter("the agents finish");
    if (!(await within(quietMs, playing))) problems.push("an agent's request is never answered");

    enter("the webhooks end");
    // Everything settles.
    const isQuiet = await look(quietMs, async () =>
      simulator.calls().every(({ state }) => state === "ended") &&
      simulator.deliveries().every(({ state }) => state !== "pending") &&
      providerGate.underWay() + webhookGate.underWay() === 0
        ? true
        : undefined,
    );
    if (!isQuiet) problems.push("the webhooks never end");
    enter("the last sweep");
    await watch.stop();
    const unswept = await reader.insist(readRows);
    // A sweep leaves out the calls that another one is just looking at.
    let rows: readonly StoredCall[] = [];
    await look(2_000, async () => {
      await reader.insist((sql) => sql`select sweep_whatsapp_calls(${sql.json(lastSweep)})`);
      rows = await reader.insist(readRows);
      return rows.every(({ status }) => isTerminal(status)) ? true : undefined;
    });
    const ledger = await reader.insist(
      (sql) => sql<LedgerEntry[]>`
        select provider, event_id, call_id, kind, outcome, error from whatsapp_call_events`,
    );
    const sessions = await reader.insist(
      (sql) => sql<{ id: string }[]>`select id from whatsapp_call_sessions`,
    );
    const left = await readLeft(reader, database.name);

    enter("the servers stop");
    for (const { server } of slots) {
      if (!server?.isAlive()) {
        endings.push(`a server ended by itself: ${server?.output().slice(-1500)}`);
        continue;
      }
      const handles = await server.stop();
      if (handles.length > 0) endings.push(`a server did not end: ${handles.join(", ")}`);
      output += server.output();
    }
    const connections = await look(2_000, async () =>
      (await countConnections(reader, database.name)) === 0 ? 0 : undefined,
    );
    if (connections === undefined) left.push("a connection of a server that has ended is left");

    const evidence: Evidence = {
      plan,
      calls: simulator.calls(),
      deliveries: simulator.deliveries(),
      accepted,
      acts,
      unswept,
      rows,
      ledger,
      sessions: sessions.map(({ id }) => id),
      left,
      output,
      endings,
    };
    return {
      seed,
      problems: [...problems, ...judgeWorld(evidence)],
      faults: describeFaults(evidence, [providerGate.faults, webhookGate.faults]),
      calls: evidence.calls.length,
      events: new Set(evidence.deliveries.map(({ eventId }) => eventId)).size,
      ends: rows.map(({ status, end_reason }) => `${status} ${end_reason}`),
      seconds: (performance.now() - start) / 1000,
      evidence,
    };
  } finally {
    enter("everything is put away");
    // A driver may wait for ever for a connection that it has lost.
    for (const stop of stops.reverse()) await within(putAwayMs, stop());
  }
}

/** Reads what the agents' pages show, again and again, while the database answers. */
function watchCalls(reader: Reader) {
  let calls: readonly SeenCall[] = [];
  let stopped = false;
  const read = async () => {
    while (!stopped) {
      const rows = await reader.attempt(
        (sql) => sql<SeenCall[]>`
          select c.id, c.contact_phone as contact, s.sdp_type is not null as rings,
            c.status not in ('iniciando', 'en_curso') as "isOver"
          from whatsapp_calls c
          left join whatsapp_call_sessions s on s.id = c.id and s.sdp_type = 'offer'`,
      );
      calls = rows ?? calls;
      await pause(25);
    }
  };
  const reading = read();
  return {
    seen: () => calls,
    async stop() {
      stopped = true;
      await reading;
    },
  };
}

const readRows = (sql: Sql) => sql<StoredCall[]>`
  select id, call_id, status, end_reason, direction, user_id, contact_phone,
    answered_at, rejected_at, hangup_at, ended_at
  from whatsapp_calls`;

/** Locks and transactions that nobody needs any more. The sweep of the servers still runs, so they may need a moment. */
async function readLeft(reader: Reader, database: string): Promise<string[]> {
  let left: string[] = [];
  await look(2_000, async () => {
    const rows = await reader.insist(
      (sql) => sql<{ what: string }[]>`
        select 'an advisory lock is left' as what from pg_locks l
        join pg_database d on d.oid = l.database
        where l.locktype = 'advisory' and d.datname = ${database}
        union all
        select 'a transaction is left: ' || state from pg_stat_activity
        where datname = ${database} and state like 'idle in transaction%'`,
    );
    left = rows.map(({ what }) => what);
    return left.length === 0 ? true : undefined;
  });
  return left;
}

async function countConnections(reader: Reader, database: string): Promise<number> {
  const [row] = await reader.insist(
    (sql) => sql<[{ connections: number }]>`
      select count(*)::int as connections from pg_stat_activity
      where datname = ${database} and application_name = 'chaos server'`,
  );
  return row.connections;
}

async function tell(simulator: Simulator, path: string, body: object): Promise<void> {
  await control(simulator, "PUT", path, body);
}

async function post(simulator: Simulator, path: string, body: object): Promise<void> {
  await control(simulator, "POST", path, body);
}

async function control(
  { url }: Simulator,
  method: string,
  path: string,
  body: object,
): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await exchange(`${url}/_sim${path}`, method, headers, JSON.stringify(body));
  if (answer.status >= 300) throw new Error(`${path}: ${answer.body}`);
}

function describeFaults(
  { plan }: Evidence,
  gates: readonly ReadonlyMap<string, number>[],
): string[] {
  const timed = plan.faults.map((fault) => {
    if (fault.kind === "database_restarted") return `database ${fault.shutdown}`;
    if (fault.kind === "clock_off")
      return `clock ${fault.seconds > 0 ? "+" : ""}${fault.seconds} s`;
    if (fault.kind === "server_killed") return `kill -9 ×${fault.servers.length}`;
    return fault.kind.replaceAll("_", " ");
  });
  const { dropFirst, duplicate, reorder, delayMs } = plan.webhooks;
  return [
    ...timed,
    ...gates.flatMap((gate) => [...gate].map(([name, count]) => `${name} ×${count}`)),
    ...(dropFirst ? ["dropped once"] : []),
    ...(duplicate > 0 ? ["duplicated"] : []),
    ...(reorder > 0 ? ["reordered"] : []),
    ...(delayMs > 0 ? ["delayed"] : []),
    ...(plan.sweep === "eager" ? ["eager sweep"] : []),
    ...(plan.providerClockSeconds === 0 ? [] : [`provider's clock ${plan.providerClockSeconds} s`]),
  ];
}
