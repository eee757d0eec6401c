import type { Call } from "@skale-calls/core";
import { dialectOf } from "@skale-calls/core/internal";
import { signWebhook } from "@skale-calls/core/testing";
import { controlSimulator, signUpUser, type TestDatabase } from "@skale-calls/testkit";
import { createMigratedDatabase } from "../../../packages/supabase-adapter/test/applyMigrations.ts";
import { seedWorld } from "../../../packages/supabase-adapter/test/seedWorld.ts";
import { type Stack, type StackOptions, startStack } from "../../demo/src/startStack.ts";
import { checkAnswer } from "./checkAnswer.ts";

/**
 * The deployable functions, run by real Deno, with a real Postgres and the simulated YCloud. The database contains the
 * branches, agents, inboxes and leads of the store's contract suite (`contractWorld`).
 */
export interface Backend extends Stack {
  database: TestDatabase;
  /** Posts a body to the webhook function, with the signature or token that its sender uses. */
  deliver(body: unknown, to?: string): Promise<Response>;
  /** Signs a new agent up in a branch. */
  signUpAgent(branchId: string): Promise<{ id: string; accessToken: string }>;
  /** Calls the whatsapp-call function as that agent. */
  ask(
    accessToken: string,
    path?: string,
    body?: unknown,
    origin?: string,
  ): Promise<{ status: number; body: Answer }>;
  /** Sends a request to the simulator's controls and returns the answer. */
  tell(method: "POST" | "PUT", path: string, body?: object): Promise<Record<string, string>>;
  readCalls(): Promise<(Call & { session: string | null })[]>;
  /** Makes all calls older by this many seconds, and sweeps. */
  sweepAfter(seconds: number): Promise<void>;
}

export interface Answer {
  ok: boolean;
  code?: string;
  error?: string;
  outcome?: string;
  call_id?: string;
  call?: {
    id: string;
    call_id: string;
    status: string;
    end_reason: string | null;
    user_id: string;
  };
}

export interface BackendOptions extends StackOptions {
  /** Puts something between the API and its database. */
  through?: (databaseUrl: string) => string;
}

export async function startBackend(options: BackendOptions = {}): Promise<Backend> {
  const database = await createMigratedDatabase();
  await seedWorld(database.sql);
  const metaSecret = crypto.randomUUID();
  const stack = await startStack({
    sweepEvery: 0,
    ...options,
    env: { META_APP_SECRET: metaSecret, ...options.env },
    lite: {
      databaseUrl: options.through?.(database.adminUrl) ?? database.adminUrl,
      poolSize: 20,
    },
    simulator: {
      businessPhone: "+5215500000001",
      phoneId: "461269257068832",
      signalMs: 5,
      ringMs: 20,
      talkMs: 60_000,
      retryScale: 0.001,
      ...options.simulator,
    },
  });
  const keys = {
    ycloud: ["ycloud", stack.webhookSecret],
    meta: ["meta", metaSecret],
    flat: ["token", stack.webhookToken],
  } as const;
  let users = 0;
  return {
    ...stack,
    database,
    deliver: (body, to = stack.webhookUrl) => {
      const rawBody = typeof body === "string" ? body : JSON.stringify(body);
      const [scheme, secret] = keys[dialectOf(body)];
      const headers = signWebhook({ scheme, rawBody, secret });
      return fetch(to, { method: "POST", headers, body: rawBody });
    },
    async signUpAgent(branchId) {
      users += 1;
      const email = `agent${users}@${database.name}.example`;
      const user = await signUpUser(
        { url: stack.url, publishableKey: stack.lite.publishableKey },
        { email, password: "a long password" },
      );
      await database.sql`insert into users (id, branch_id) values (${user.id}, ${branchId})`;
      return user;
    },
    async ask(accessToken, path = "", body, origin = stack.url) {
      const response = await fetch(`${origin}/functions/v1/whatsapp-call${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${accessToken}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = { status: response.status, body: (await response.json()) as Answer };
      checkAnswer("POST", `/whatsapp-call${path}`, answer);
      return answer;
    },
    tell: (method, path, body) => controlSimulator(stack.simulator, method, path, body ?? {}),
    async readCalls() {
      const rows = await database.sql<{ call: Call & { session: string | null } }[]>`
        select to_jsonb(c) || jsonb_build_object('session', s.sdp_type) as call
        from whatsapp_calls c left join whatsapp_call_sessions s using (id) order by c.created_at`;
      return rows.map(({ call }) => call);
    },
    async sweepAfter(seconds) {
      await database.sql`
        update whatsapp_calls set
          created_at = created_at - make_interval(secs => ${seconds}),
          hangup_at = hangup_at - make_interval(secs => ${seconds})`;
      await database.sql`select sweep_whatsapp_calls()`;
    },
    async stop() {
      await stack.stop();
      await database.drop();
    },
  };
}

/** Repeats a check until its result is truthy, and returns the result. Throws after 15 s. */
export async function until<T>(look: () => Promise<T | undefined | null | false>): Promise<T> {
  const end = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error("waited for 15 s in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
