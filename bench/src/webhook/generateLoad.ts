import { connect, type Socket } from "node:net";
import { signWebhook } from "@skale-calls/core/testing";
import { ycloudDeliveries } from "../callHistories.ts";

// A process of its own that sends webhooks to servers, and reports to the process that forked it.

export interface LoadOrder {
  /** The addresses of the servers. The webhooks of each call go to all of them. */
  urls: readonly string[];
  secret: string;
  /** The number of calls; each has four webhooks. */
  calls: number;
  connections: number;
  /** Webhooks per second. Without it, each connection sends the next webhook as soon as the former is answered. */
  rate?: number;
}

export interface LoadReport {
  seconds: number;
  /** How many responses had each status. */
  statuses: Record<number, number>;
  /** Milliseconds from the moment when a webhook was due to its response. */
  latency: { p50: number; p99: number; most: number };
  /** Processor seconds of this process while it sent. */
  processor: number;
}

/** One persistent connection, with one request at a time. */
class Connection {
  readonly #socket: Socket;
  #answer = "";
  #resolve: ((status: number) => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket.setNoDelay(true).setEncoding("latin1");
    socket.on("data", (text: string) => this.#read(text));
    socket.on("error", () => this.#settle(0));
    socket.on("close", () => this.#settle(0));
  }

  post(request: Buffer): Promise<number> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) return resolve(0);
      this.#resolve = resolve;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#answer += text;
    const end = this.#answer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.#answer.slice(0, end);
    const length = /content-length: (\d+)/i.exec(head)?.[1];
    const isWhole =
      length === undefined
        ? this.#answer.endsWith("\r\n0\r\n\r\n")
        : this.#answer.length >= end + 4 + Number(length);
    if (!isWhole) return;
    this.#answer = "";
    this.#settle(Number(head.slice(9, 12)));
  }

  #settle(status: number): void {
    this.#resolve?.(status);
    this.#resolve = undefined;
  }
}

async function openConnection(url: URL): Promise<Connection> {
  const socket = connect(Number(url.port), url.hostname);
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return new Connection(socket);
}

function writeRequest({ host, pathname }: URL, secret: string, rawBody: string): Buffer {
  const headers = {
    Host: host,
    "Content-Type": "application/json",
    "Content-Length": String(Buffer.byteLength(rawBody)),
    ...signWebhook({ scheme: "ycloud", rawBody, secret }),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join("")}\r\n${rawBody}`);
}

async function sendLoad(order: LoadOrder): Promise<LoadReport> {
  const urls = order.urls.map((url) => new URL(url));
  const requests = ycloudDeliveries(order.calls).map(({ body }) =>
    writeRequest(urls[0] as URL, order.secret, body),
  );
  const connections = await Promise.all(
    Array.from({ length: order.connections }, (_, index) =>
      openConnection(urls[index % urls.length] as URL),
    ),
  );
  const statuses: Record<number, number> = {};
  const latencies: number[] = [];
  const before = process.cpuUsage();
  const start = performance.now();
  const send = async (connection: Connection, index: number, due: number) => {
    const status = await connection.post(requests[index] as Buffer);
    latencies.push(performance.now() - due);
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  if (order.rate === undefined) {
    const indexes = requests.keys();
    await Promise.all(
      connections.map(async (connection) => {
        for (const index of indexes) await send(connection, index, performance.now());
      }),
    );
  } else await sendAtRate(order.rate, requests.length, connections, start, send);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  for (const connection of connections) connection.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] as number;
  return {
    seconds,
    statuses,
    latency: { p50: at(0.5), p99: at(0.99), most: at(1) },
    processor: (user + system) / 1_000_000,
  };
}

/** Sends each webhook when it is due. If every connection is busy then, the wait counts as latency. */
async function sendAtRate(
  rate: number,
  count: number,
  connections: readonly Connection[],
  start: number,
  send: (connection: Connection, index: number, due: number) => Promise<void>,
): Promise<void> {
  const idle = [...connections];
  let next = 0;
  const dueAt = (index: number) => start + (index / rate) * 1000;
  await new Promise<void>((resolve) => {
    let answered = 0;
    const sendDue = () => {
      while (next < count && dueAt(next) <= performance.now()) {
        const connection = idle.shift();
        if (!connection) return;
        void send(connection, next, dueAt(next)).then(() => {
          idle.push(connection);
          answered += 1;
          if (answered === count) resolve();
          else sendDue();
        });
        next += 1;
      }
    };
    const timer = setInterval(() => {
      sendDue();
      if (next === count) clearInterval(timer);
    }, 1);
  });
}

process.once("message", async (order: LoadOrder) => {
  process.send?.(await sendLoad(order));
  process.disconnect();
});
