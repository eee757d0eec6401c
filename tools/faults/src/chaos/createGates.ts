import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "./createRandom.ts";
import type { Plan, ProviderFault } from "./planSeed.ts";

/** A place on the way between two programs, where faults happen. */
export interface Gate {
  url: string;
  /** Lets everything pass from now on. */
  open(): void;
  /** How many requests are under way. */
  underWay(): number;
  /** How often each fault has happened. */
  faults: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export interface Exchange {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Sends one request over a connection of its own. Rejects if the connection fails. */
export function exchange(
  url: string,
  method: string,
  headers: IncomingHttpHeaders,
  body: Buffer | string,
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const request = openRequest(url, { method, headers, agent: false }, (response) => {
      readAll(response).then(
        (bytes) =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes }),
        reject,
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

interface ProviderGateOptions {
  /** The provider's origin. */
  target: string;
  plan: Plan["provider"];
  random: Random;
  /** The contact of a call, which makes the faults of a call independent of the order of all calls. */
  contactOf: (wacid: string) => string;
  /** Called when the provider has taken an SDP answer. */
  onAccepted: (wacid: string, sdp: string) => void;
}

/** The way from the servers to the provider. */
export function createProviderGate(options: ProviderGateOptions): Promise<Gate> {
  const { target, plan, random, contactOf, onAccepted } = options;
  const seen = new Map<string, number>();

  function chooseFault(path: string, body: Buffer): ProviderFault | "none" {
    const { to, wacid } = readFields(body);
    const name = `${path} ${to ?? (wacid === undefined ? "" : contactOf(wacid))}`;
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    const own = random.fork(`${name} ${nth}`);
    return own.chance(plan.share) ? own.pick(plan.kinds) : "none";
  }

  return startGate(async (request, body, count) => {
    const path = request.url ?? "/";
    const fault = count(chooseFault(path, body));
    const act = async () => {
      const answer = await exchange(target + path, request.method ?? "GET", request.headers, body);
      const { wacid, sdp } = readFields(body);
      if (answer.status === 200 && path.endsWith("/accept") && wacid && sdp) {
        onAccepted(wacid, sdp);
      }
      return answer;
    };
    return answers[fault](act);
  });
}

const html = { status: 200, headers: { "content-type": "text/html" }, body: Buffer.from("<html>") };
const json = (status: number, value: unknown): Exchange => ({
  status,
  headers: { "content-type": "application/json" },
  body: Buffer.from(JSON.stringify(value)),
});
const serverError = json(500, { error: { status: 500, code: "INTERNAL_SERVER_ERROR" } });
const busy = json(429, { error: { status: 429, code: "TOO_MANY_REQUESTS" } });
const slowMs = 250;

type Answer = Exchange | "cut" | "never";
type Act = () => Promise<Exchange>;

const answers: Record<ProviderFault | "none", (act: Act) => Promise<Answer>> = {
  none: (act) => act(),
  async slow(act) {
    await pause(slowMs);
    const answer = await act();
    await pause(slowMs);
    return answer;
  },
  error: async () => serverError,
  busy: async () => busy,
  error_after: (act) => act().then(() => serverError),
  garbage: async () => html,
  garbage_after: (act) => act().then(() => html),
  no_id_after: (act) =>
    act().then((answer) => (answer.status === 200 ? json(200, { success: true }) : answer)),
  cut: async () => "cut",
  cut_after: (act) => act().then(() => "cut"),
  hang_after: (act) => act().then(() => "never"),
};

interface WebhookGateOptions {
  /** The servers now; undefined for one that is down. */
  servers: () => readonly (string | undefined)[];
  lostAnswers: number;
  random: Random;
}

/** The way from the provider to the servers: a balancer without health checks. */
export function createWebhookGate(options: WebhookGateOptions): Promise<Gate> {
  const { servers, lostAnswers, random } = options;
  const seen = new Map<string, number>();
  return startGate(async (request, body, count) => {
    const { id = "" } = readFields(body);
    const nth = seen.get(id) ?? 0;
    seen.set(id, nth + 1);
    // The provider's ids are not from the seed, but their order nearly is.
    const own = random.fork(`${seen.size} ${nth}`);
    const server = own.pick(servers());
    if (server === undefined) return json(502, {});
    const answer = await exchange(`${server}/webhook`, "POST", request.headers, body).catch(
      () => undefined,
    );
    if (answer === undefined) return json(502, {});
    return count(own.chance(lostAnswers) ? "lost_answer" : "none") === "none" ? answer : "cut";
  });
}

type Handle = (
  request: IncomingMessage,
  body: Buffer,
  count: <F extends string>(fault: F) => F | "none",
) => Promise<Answer>;

async function startGate(handle: Handle): Promise<Gate> {
  let isOpen = false;
  let underWay = 0;
  const faults = new Map<string, number>();
  function count<F extends string>(fault: F): F | "none" {
    if (isOpen || fault === "none") return "none";
    faults.set(fault, (faults.get(fault) ?? 0) + 1);
    return fault;
  }
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    underWay += 1;
    try {
      const answer = await handle(request, await readAll(request), count);
      if (answer === "cut") request.socket.destroy();
      else if (answer !== "never") {
        response.writeHead(answer.status, withoutHops(answer.headers)).end(answer.body);
      }
    } catch {
      // One of the two sides has gone.
      request.socket.destroy();
    } finally {
      underWay -= 1;
    }
  }
  const server: Server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open() {
      isOpen = true;
    },
    underWay: () => underWay,
    faults,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function withoutHops({ connection: _, "keep-alive": __, ...headers }: IncomingHttpHeaders) {
  return headers;
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readFields(body: Buffer): { id?: string; to?: string; wacid?: string; sdp?: string } {
  try {
    return JSON.parse(body.toString() || "{}");
  } catch {
    return {};
  }
}
