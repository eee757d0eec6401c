import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

export interface Received {
  headers: IncomingHttpHeaders;
  rawBody: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests state the shape they expect
  body: any;
}

/** With this verify token, the receiver confirms its address to Meta. */
export const verifyToken = "verify-token-of-the-test";

/** Starts a webhook receiver that keeps its requests. */
export async function startReceiver() {
  const received: Received[] = [];
  let answer: (request: Received) => number | null = () => 200;
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://receiver").searchParams;
    if (request.method === "GET") {
      response.writeHead(query.get("hub.verify_token") === verifyToken ? 200 : 403);
      response.end(query.get("hub.challenge"));
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const rawBody = Buffer.concat(chunks).toString();
      const item = { headers: request.headers, rawBody, body: JSON.parse(rawBody) };
      received.push(item);
      const status = answer(item);
      if (status === null) return;
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {});
      response.end("taken");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    received,
    /** Sets how the status of later responses is chosen. Null: no response. */
    answerWith(wanted: typeof answer) {
      answer = wanted;
    },
    /** Resolves when this many requests have arrived in total. */
    async until(count: number): Promise<Received[]> {
      await waitFor(() => received.length >= count);
      return received;
    },
    types: () => received.map(({ body }) => nameOf(body)),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** Returns the event's type, with its status if it has one. */
// biome-ignore lint/suspicious/noExplicitAny: any payload
function nameOf(body: any): string {
  const status = body.callingStatusUpdated?.status ?? body.callingConnect?.sdpType;
  return [body.type ?? body.event, status].filter(Boolean).join(" ");
}

/** Checks whether the request has YCloud's signature. The computation does not use core. */
export function isSigned({ headers, rawBody }: Received, secret: string): boolean {
  const match = /^t=(\d+),s=([0-9a-f]{64})$/.exec(String(headers["ycloud-signature"]));
  const hmac = createHmac("sha256", secret).update(`${match?.[1]}.${rawBody}`).digest("hex");
  return match !== null && match[2] === hmac;
}

/** Checks whether the request has Meta's signature. The computation does not use core. */
export function isSignedByMeta({ headers, rawBody }: Received, appSecret: string): boolean {
  const hmac = createHmac("sha256", appSecret).update(rawBody).digest("hex");
  return headers["x-hub-signature-256"] === `sha256=${hmac}`;
}

export async function waitFor(holds: () => boolean): Promise<void> {
  await vi.waitFor(
    () => {
      if (!holds()) throw new Error(`never came true: ${holds}`);
    },
    { interval: 2, timeout: 10_000 },
  );
}
