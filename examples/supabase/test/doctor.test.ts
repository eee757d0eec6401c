import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createWebhookHandler,
  flatWebhooks,
  metaWebhooks,
  ycloudWebhooks,
} from "@skale-calls/core";
import { createMemoryCallStore } from "@skale-calls/core/testing";
import { type Simulator, startSimulator } from "@skale-calls/simulator";
import type { TestDatabase } from "@skale-calls/testkit";
import { twilioWebhooks } from "@skale-calls/twilio-client";
import { callWebhookEvents, createYCloudClient } from "@skale-calls/ycloud-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase } from "../../../packages/supabase-adapter/test/applyMigrations.ts";
import { createSqlRpcClient } from "../../../packages/supabase-adapter/test/sqlRpcClient.ts";
import { runDoctorCli } from "../src/doctor/doctorCli.ts";
import { runDoctor } from "../src/doctor/runDoctor.ts";

/**
 * A deployment in this process: the real database function, the real webhook handler and the simulated providers behind one
 * origin. The smoke run of the demo asks the doctor about deployed functions.
 */
let database: TestDatabase;
let simulator: Simulator;
let origin: string;
/** What stands between the doctor and the deployment, for one test. */
let instead:
  | ((path: string, request: Request) => Response | undefined | Promise<Response | undefined>)
  | undefined;
const secrets = { ycloud: "", meta: "", twilio: "twilio-auth-token", token: "a-shared-token" };

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", async () => {
    const { method = "GET", url = "/" } = incoming;
    const request = new Request(`${origin}${url}`, {
      method,
      headers: incoming.headers as Record<string, string>,
      ...(method === "POST" ? { body: Buffer.concat(chunks) } : {}),
    });
    const response = (await instead?.(url, request)) ?? (await answer(url, request));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
});

async function answer(path: string, request: Request): Promise<Response> {
  if (path.endsWith("/health")) return Response.json({ ok: true, version: "1.2.3" });
  if (path.startsWith("/rest/v1/rpc/")) {
    const { p_options: options } = (await request.json()) as { p_options: object };
    try {
      const rpc = createSqlRpcClient(database.sql);
      const { data } = await rpc.rpc("diagnose_whatsapp_calls", { p_options: options });
      return Response.json(data);
    } catch {
      return Response.json({}, { status: 500 });
    }
  }
  if (path.startsWith("/2010-04-01/")) return Response.json({ status: "active" });
  return createWebhookHandler({
    store: createMemoryCallStore(),
    sources: [
      ycloudWebhooks({ secrets: [secrets.ycloud] }),
      metaWebhooks({ secrets: [secrets.meta] }),
      twilioWebhooks({
        authTokens: [secrets.twilio],
        url: `${origin}/functions/v1/whatsapp-call-webhook`,
      }),
      flatWebhooks({ token: secrets.token }),
    ],
    onEvent() {},
  })(request);
}

let variables: Record<string, string>;
let endpointId: string;
const ycloud = () => createYCloudClient({ baseUrl: simulator.url, apiKey: simulator.apiKey });

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const webhookUrl = `${origin}/functions/v1/whatsapp-call-webhook`;
  [database, simulator] = await Promise.all([
    createMigratedDatabase(),
    startSimulator({ webhookUrl, businessPhone: "+5215500000001", provider: "ycloud" }),
  ]);
  await database.sql`insert into branches (name) values ('Centro')`;
  await database.sql`
    insert into whatsapp_inboxes (branch_id, name, phone_number)
    select id, 'Centro', '+52 1 55 0000 0001' from branches`;
  await database.sql`insert into auth.users (id) values ('00000000-0000-4000-8000-00000000000a')`;
  await database.sql`
    insert into users (id, branch_id) select '00000000-0000-4000-8000-00000000000a', id from branches`;
  secrets.ycloud = simulator.webhookSecret ?? "";
  secrets.meta = simulator.meta.appSecret;
  variables = {
    SUPABASE_URL: origin,
    SUPABASE_SERVICE_ROLE_KEY: "service-role-secret",
    YCLOUD_API_BASE: simulator.url,
    YCLOUD_API_KEY: simulator.apiKey,
    YCLOUD_WEBHOOK_SECRET: secrets.ycloud,
    YCLOUD_WEBHOOK_TOKEN: secrets.token,
  };
  const { items } = await ycloud().webhookEndpoints.list();
  endpointId = items[0]?.id ?? "";
}, 60_000);

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await simulator.close();
  await database.drop();
});

const diagnose = (more: Record<string, string> = {}) =>
  runDoctor({ variables: { ...variables, ...more } });

it("finds nothing in a sound deployment", async () => {
  const findings = await diagnose();
  expect(findings.filter(({ state }) => state !== "ok")).toEqual([]);
  expect(new Set(findings.map(({ check }) => check))).toEqual(
    new Set([
      "environment",
      "migrations",
      "row-level security",
      "organisation",
      "realtime",
      "schedule",
      "storage",
      "functions",
      "signatures",
      "YCloud",
      "clocks",
      "STUN and TURN",
    ]),
  );
});

/** The database's own answer, changed. */
const told = (change: object) => {
  instead = async (path) => {
    if (!path.startsWith("/rest/v1/rpc/")) return undefined;
    const rpc = createSqlRpcClient(database.sql);
    const { data } = await rpc.rpc("diagnose_whatsapp_calls", { p_options: {} });
    return Response.json({ ...(data as object), ...change });
  };
};
const answering = (part: string, response: () => Response) => {
  instead = (path) => (path.includes(part) ? response() : undefined);
};
const sql = (statement: string) => () => database.sql.unsafe(statement);
const endpoint =
  (changes: Parameters<ReturnType<typeof ycloud>["webhookEndpoints"]["update"]>[1]) => () =>
    ycloud().webhookEndpoints.update(endpointId, changes);
const calling = (state: object) => () =>
  fetch(`${simulator.url}/_sim/numbers/${encodeURIComponent("+5215500000001")}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(state),
  });
const job = (more: object) => ({
  act: "sweep",
  schedule: "* * * * *",
  active: true,
  last: "succeeded",
  ...more,
});

interface Fault {
  name: string;
  /** Variables that are wrong. */
  env?: Record<string, string>;
  make?: () => unknown;
  undo?: () => unknown;
  check: string;
  state?: "warn" | "fail";
  /** A part of the sentence that says what to do. */
  text: string | RegExp;
}

const faults: readonly Fault[] = [
  {
    name: "no address",
    env: { SUPABASE_URL: "" },
    check: "environment",
    text: /SUPABASE_URL .*Set it to the address/,
  },
  {
    name: "no secret key",
    env: { SUPABASE_SERVICE_ROLE_KEY: "" },
    check: "environment",
    text: /SUPABASE_SERVICE_ROLE_KEY is not set. Set it to the project's secret key/,
  },
  {
    name: "a malformed variable",
    env: { TURN_URLS: "http://x" },
    check: "environment",
    text: "TURN_URLS must be addresses of STUN or TURN servers",
  },
  {
    name: "no provider's key",
    env: { YCLOUD_API_KEY: "" },
    check: "environment",
    text: "YCLOUD_API_KEY is not set, so nobody can call",
  },
  {
    name: "no webhook's secret",
    env: { YCLOUD_WEBHOOK_SECRET: "", YCLOUD_WEBHOOK_TOKEN: "" },
    check: "environment",
    text: "every webhook is refused. Set YCLOUD_WEBHOOK_SECRET",
  },
  {
    name: "a variable with a typing error",
    env: { YCLOUD_APIKEY: "x" },
    check: "environment",
    state: "warn",
    text: "YCLOUD_APIKEY is set, but the functions read no such variable",
  },
  {
    name: "a wrong address",
    env: { SUPABASE_URL: "http://127.0.0.1:1" },
    check: "database",
    text: "Nothing answers at SUPABASE_URL (127.0.0.1:1)",
  },
  {
    name: "a wrong secret key",
    make: () => answering("/rest/v1", () => Response.json({}, { status: 401 })),
    check: "database",
    text: "Copy the secret key",
  },
  {
    name: "no migrations",
    make: () => answering("/rest/v1", () => Response.json({}, { status: 404 })),
    check: "database",
    text: "Run npx skale-calls-migrations",
  },
  {
    name: "a database in trouble",
    make: () => answering("/rest/v1", () => Response.json({}, { status: 500 })),
    check: "database",
    text: "answered 500 and no diagnosis",
  },
  {
    name: "a missing migration",
    make: () => told({ migrations: ["skale_calls_preflight"] }),
    check: "migrations",
    text: "Migrations are not applied: skale_calls_tables",
  },
  {
    name: "a missing function",
    make: sql("alter function skale_calls.unwrap rename to gone"),
    undo: sql("alter function skale_calls.gone rename to unwrap"),
    check: "database",
    text: "no diagnosis",
  },
  {
    name: "another missing function",
    make: sql("alter function public.sweep_whatsapp_calls rename to gone"),
    undo: sql("alter function public.gone rename to sweep_whatsapp_calls"),
    check: "migrations",
    text: "lacks what the migrations create: public.sweep_whatsapp_calls",
  },
  {
    name: "an edited function",
    make: sql(
      "create or replace function skale_calls.agent_id() returns uuid language sql stable as 'select null::uuid'",
    ),
    undo: sql(
      "create or replace function skale_calls.agent_id() returns uuid language sql stable as $$\n  select auth.uid()\n$$",
    ),
    check: "migrations",
    text: "Functions differ from this package's: skale_calls.agent_id",
  },
  {
    name: "a table without row-level security",
    make: sql("alter table whatsapp_call_events disable row level security"),
    undo: sql("alter table whatsapp_call_events enable row level security"),
    check: "row-level security",
    text: "alter table public.whatsapp_call_events enable row level security;",
  },
  {
    name: "an organisation that does not fit",
    make: sql("alter table whatsapp_inboxes rename column phone_number to number"),
    undo: sql("alter table whatsapp_inboxes rename column number to phone_number"),
    check: "organisation",
    text: /do not fit.*Correct them with a migration/s,
  },
  {
    name: "an empty organisation",
    make: () => told({ branches: 0, agents: 0, inboxes: [] }),
    check: "organisation",
    state: "warn",
    text: "find no branch, no agent, no WhatsApp number",
  },
  {
    name: "no publication",
    make: () => told({ published: null }),
    check: "realtime",
    state: "warn",
    text: "Turn Realtime on",
  },
  {
    name: "an unpublished table",
    make: sql("alter publication supabase_realtime drop table whatsapp_calls"),
    undo: sql("alter publication supabase_realtime add table whatsapp_calls"),
    check: "realtime",
    text: "alter publication supabase_realtime add table whatsapp_calls;",
  },
  {
    name: "no sweep",
    make: () => told({ jobs: [job({ act: "media" })] }),
    check: "schedule",
    state: "warn",
    text: /No active job runs the sweep.*cron.schedule/,
  },
  {
    name: "an overdue call",
    make: sql(
      "insert into whatsapp_calls (call_id, status, created_at) values ('wacid.x', 'iniciando', now() - interval '1 hour')",
    ),
    undo: sql("delete from whatsapp_calls"),
    check: "schedule",
    text: /1 calls are overdue .*cron.schedule/,
  },
  {
    name: "overdue calls although the sweep runs",
    make: () => told({ overdue: { calls: 2, media: 0 }, jobs: [job({}), job({ act: "media" })] }),
    check: "schedule",
    state: "warn",
    text: /2 calls are overdue .*your job passes longer limits/,
  },
  {
    name: "a sweep that fails",
    make: () => told({ jobs: [job({ last: "failed" }), job({ act: "media" })] }),
    check: "schedule",
    text: "The last run of the sweep, which ends calls without an end, failed",
  },
  {
    name: "no bucket",
    make: () => told({ bucket: null }),
    check: "storage",
    text: "There is no bucket for recordings",
  },
  {
    name: "a public bucket",
    make: () => told({ bucket: { id: "whatsapp-call-media", public: true } }),
    check: "storage",
    text: "update storage.buckets set public = false",
  },
  {
    name: "a function that is not deployed",
    make: () =>
      answering("whatsapp-call-media/health", () =>
        Response.json({ code: "NOT_FOUND" }, { status: 404 }),
      ),
    check: "functions",
    text: "npx supabase functions deploy whatsapp-call-media",
  },
  {
    name: "a function behind the gateway's check",
    make: () =>
      answering("whatsapp-call/health", () =>
        Response.json({ msg: "Missing authorization header" }, { status: 401 }),
      ),
    check: "functions",
    text: "Set verify_jwt = false",
  },
  {
    name: "a misconfigured function",
    make: () =>
      answering("whatsapp-call/health", () =>
        Response.json(
          {
            ok: false,
            code: "misconfigured",
            error: "Check the functions' secrets. TURN_SECRET: is not set",
          },
          { status: 500 },
        ),
      ),
    check: "functions",
    text: "TURN_SECRET: is not set",
  },
  {
    name: "a function without its database",
    make: () =>
      answering("whatsapp-call/health", () =>
        Response.json({ ok: false, code: "store_unavailable", error: "" }, { status: 503 }),
      ),
    check: "functions",
    text: "does not reach the database",
  },
  {
    name: "an old function",
    make: () =>
      answering("whatsapp-call/health", () =>
        Response.json({ ok: false, code: "call_not_found", error: "" }, { status: 401 }),
      ),
    check: "functions",
    text: "Deploy the version of this package",
  },
  {
    name: "another secret in the function",
    env: { YCLOUD_WEBHOOK_SECRET: "whsec_of_another_endpoint" },
    check: "signatures",
    text: "The deployed function refuses YCLOUD_WEBHOOK_SECRET of this environment",
  },
  {
    name: "another token in the function",
    env: { YCLOUD_WEBHOOK_TOKEN: "another-token" },
    check: "signatures",
    text: "The deployed function refuses YCLOUD_WEBHOOK_TOKEN",
  },
  {
    name: "a function that accepts everything",
    make: () => answering("whatsapp-call-webhook", () => Response.json({ ok: true })),
    check: "signatures",
    text: "anybody can invent calls",
  },
  {
    name: "a webhook function in trouble",
    make: () =>
      answering("whatsapp-call-webhook", () =>
        Response.json({ ok: false, code: "store_unavailable" }, { status: 503 }),
      ),
    check: "signatures",
    text: "answered 503 (store_unavailable)",
  },
  {
    name: "a wrong key of YCloud",
    env: { YCLOUD_API_KEY: "wrong" },
    check: "YCloud",
    text: "YCLOUD_API_KEY is refused. Copy the key",
  },
  {
    name: "an endpoint elsewhere",
    make: endpoint({ url: "https://x.example/hook" }),
    undo: () => endpoint({ url: `${origin}/functions/v1/whatsapp-call-webhook` })(),
    check: "YCloud",
    text: "so no event arrives. Register it",
  },
  {
    name: "a disabled endpoint",
    make: endpoint({ status: "disabled" }),
    undo: endpoint({ status: "active" }),
    check: "YCloud",
    text: "is disabled. Set it to active",
  },
  {
    name: "an endpoint without an event",
    make: endpoint({ enabledEvents: callWebhookEvents.slice(1) }),
    undo: endpoint({ enabledEvents: callWebhookEvents }),
    check: "YCloud",
    text: "lacks events: whatsapp.call.connect",
  },
  {
    name: "calling off",
    make: calling({ calling: "DISABLED" }),
    undo: calling({}),
    check: "YCloud",
    text: /Calling is off for \+52\*+01/,
  },
  {
    name: "a number of nobody",
    make: sql("update whatsapp_inboxes set phone_number = '+52 55 9999 9999'"),
    undo: sql("update whatsapp_inboxes set phone_number = '+52 1 55 0000 0001'"),
    check: "YCloud",
    state: "warn",
    text: "of an inbox is not in the account of ycloud",
  },
  {
    name: "a clock that is wrong",
    make: () => told({ now: new Date(Date.now() - 600_000).toISOString() }),
    check: "clocks",
    text: /The clock of the database is 600 s behind this machine's/,
  },
  {
    name: "a clock that is somewhat wrong",
    make: () => told({ now: new Date(Date.now() + 20_000).toISOString() }),
    check: "clocks",
    state: "warn",
    text: "20 s ahead of",
  },
  {
    name: "a TURN server that is not there",
    env: { TURN_URLS: "turn:127.0.0.1:1?transport=tcp", TURN_SECRET: "s" },
    check: "STUN and TURN",
    text: "turn:127.0.0.1:1?transport=tcp does not answer",
  },
  {
    name: "TURN without a secret",
    env: { TURN_URLS: "turn:127.0.0.1:1" },
    check: "STUN and TURN",
    text: "TURN_SECRET: is not set",
  },
];

describe("finds", () => {
  it.each(faults.map((fault) => [fault.name, fault] as const))("%s", async (_, fault) => {
    await fault.make?.();
    try {
      const findings = await diagnose(fault.env);
      expect(findings).toContainEqual({
        check: fault.check,
        state: fault.state ?? "fail",
        text:
          typeof fault.text === "string"
            ? expect.stringContaining(fault.text)
            : expect.stringMatching(fault.text),
      });
      for (const { text } of findings) {
        for (const secret of [secrets.ycloud, secrets.token, simulator.apiKey]) {
          expect(text).not.toContain(secret);
        }
      }
    } finally {
      instead = undefined;
      await fault.undo?.();
    }
  });
});

describe("Meta", () => {
  const meta = () => ({
    ...variables,
    CALL_PROVIDER: "meta",
    YCLOUD_API_KEY: "",
    YCLOUD_WEBHOOK_SECRET: "",
    META_API_BASE: simulator.url,
    META_ACCESS_TOKEN: simulator.meta.accessToken,
    META_APP_SECRET: simulator.meta.appSecret,
    META_WABA_ID: simulator.meta.wabaId,
  });
  const ask = async (more: Record<string, string> = {}) =>
    (await runDoctor({ variables: { ...meta(), ...more } })).filter(({ check }) =>
      ["Meta", "signatures"].includes(check),
    );

  it("is found sound", async () => {
    expect(
      (await ask()).filter(({ state, text }) => state !== "ok" && !text.includes("inbox")),
    ).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    ["no account", { META_WABA_ID: "" }, "META_WABA_ID is not set"],
    ["a wrong token", { META_ACCESS_TOKEN: "wrong" }, "META_ACCESS_TOKEN is refused"],
  ])("is found with %s", async (_, env, text) => {
    expect(await ask(env)).toContainEqual({
      check: "Meta",
      state: "fail",
      text: expect.stringContaining(text),
    });
  });

  const partner = { whatsapp_business_api_data: { id: "100" } };
  const elsewhere = { override_callback_uri: "https://elsewhere.example/hook" };
  const ours = () => ({ whatsapp_business_api_data: { id: simulator.meta.appId } });
  const here = () => ({ override_callback_uri: `${origin}/functions/v1/whatsapp-call-webhook` });
  it.each<[string, () => object[], "ok" | "fail", string, string[]?]>([
    ["a partner's app and ours", () => [partner, ours()], "ok", "sends its events to the webhook"],
    ["a partner's override and our app", () => [elsewhere, ours()], "ok", "to the webhook"],
    ["a partner's app and our override", () => [partner, here()], "ok", "to the webhook"],
    ["an override elsewhere alone", () => [elsewhere], "fail", "to another address"],
    ["a partner's app alone", () => [partner], "fail", "META_APP_SECRET is of none"],
    [
      "our app without fields",
      () => [elsewhere, ours()],
      "fail",
      "lacks the fields calls",
      ["messages"],
    ],
  ])(
    "judges all subscribed apps: %s",
    async (_, apps, state, text, fields = ["calls", "messages"]) => {
      instead = (path, request) => {
        const url = new URL(path, simulator.url);
        if (path.includes("/subscribed_apps")) return Response.json({ data: apps() });
        if (path.includes(`/${simulator.meta.appId}/subscriptions`)) {
          const callback_url = `${origin}/functions/v1/whatsapp-call-webhook`;
          const webhook = { object: "whatsapp_business_account", callback_url, fields };
          return Response.json({ data: [webhook] });
        }
        if (path.includes("/subscriptions")) {
          return Response.json({ error: { code: 190 } }, { status: 400 });
        }
        const authorization = request.headers.get("authorization") ?? "";
        return path.startsWith("/v25.0/") ? fetch(url, { headers: { authorization } }) : undefined;
      };
      try {
        expect(await ask({ META_API_BASE: origin })).toContainEqual({
          check: "Meta",
          state,
          text: expect.stringContaining(text),
        });
      } finally {
        instead = undefined;
      }
    },
  );
});

it("signs as Twilio does, and asks for the account", async () => {
  const findings = await diagnose({
    TWILIO_ACCOUNT_SID: "AC1",
    TWILIO_AUTH_TOKEN: secrets.twilio,
    TWILIO_API_BASE: origin,
  });
  const texts = findings.filter(({ state }) => state !== "fail").map(({ text }) => text);
  expect(texts).toEqual(
    expect.arrayContaining([
      "An event of Twilio signed with TWILIO_AUTH_TOKEN is accepted.",
      "An event of Twilio with a wrong signature is refused.",
      "The account is active.",
      "TWILIO_AGENT is not set, so that agents cannot talk. Set it, such as client:{agent}.",
    ]),
  );
});

describe("the command", () => {
  const run = async (args: string[], env: Record<string, string>) => {
    const [out, err]: [string[], string[]] = [[], []];
    const output = {
      log: (text: string) => out.push(text),
      error: (text: string) => err.push(text),
    };
    const code = await runDoctorCli(args, { output, env });
    return { code, out: out.join("\n"), err: err.join("\n") };
  };

  it("prints a line for each finding, and exits with 0 or 1", async () => {
    const sound = await run([], variables);
    expect(sound.code).toBe(0);
    expect(sound.out).toMatch(/^ok {4}environment +6 variables are set/);
    expect(sound.out).toMatch(/\d+ ok, 0 warnings, 0 failed$/);
    const broken = await run([], { ...variables, YCLOUD_API_KEY: "" });
    expect([broken.code, broken.out]).toEqual([1, expect.stringContaining("FAIL  environment")]);
  });

  it("prints JSON", async () => {
    const { out } = await run(["--json"], { SUPABASE_URL: "x" });
    expect(JSON.parse(out)).toEqual({
      findings: expect.arrayContaining([
        { check: "environment", state: "fail", text: expect.stringContaining("SUPABASE_URL") },
      ]),
    });
  });

  it.each([[["--nonsense"]], [["--env-file", "/nowhere/.env"]]])(
    "refuses %j with 2",
    async (args) => {
      const { code, err } = await run(args, {});
      expect([code, err]).toEqual([2, expect.stringMatching(/nonsense|There is no/)]);
    },
  );
});
