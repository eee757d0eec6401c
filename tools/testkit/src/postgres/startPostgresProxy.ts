import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface PostgresProxy {
  /** The same database through the proxy. */
  through: (databaseUrl: string) => string;
  /** Closes every connection and refuses new ones, as if the database were down. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Closes every connection, and accepts new ones. */
  sever(): void;
  /** Withholds what the database answers from now on: what was asked happens, but nobody is told. `sever` or `cut` ends it. */
  mute(): void;
  stop(): Promise<void>;
}

/** A connection to Postgres that a test can interrupt. The cluster itself serves other tests. */
export async function startPostgresProxy(): Promise<PostgresProxy> {
  let target: URL | undefined;
  const pairs = new Set<{ incoming: Socket; outgoing: Socket }>();
  const server = createServer((incoming) => {
    if (!target) throw new Error("through() comes first");
    // Accepted just before the server was closed.
    if (!server.listening) {
      incoming.destroy();
      return;
    }
    const outgoing = connect(Number(target.port), target.hostname);
    const pair = { incoming, outgoing };
    pairs.add(pair);
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        pairs.delete(pair);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  function sever(): void {
    for (const { incoming, outgoing } of pairs) {
      incoming.destroy();
      outgoing.destroy();
    }
  }
  async function cut(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    sever();
    await closed;
  }
  return {
    through(databaseUrl) {
      target = new URL(databaseUrl);
      const url = new URL(databaseUrl);
      url.hostname = "127.0.0.1";
      url.port = String(port);
      return url.href;
    },
    cut,
    async mend() {
      if (server.listening) return;
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    sever,
    mute() {
      for (const { incoming, outgoing } of pairs) {
        outgoing.unpipe(incoming);
        // Read and dropped, so that the database does not wait.
        outgoing.resume();
      }
    },
    stop: cut,
  };
}
