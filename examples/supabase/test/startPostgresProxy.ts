import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface PostgresProxy {
  /** The same database through the proxy. */
  through: (databaseUrl: string) => string;
  /** Closes every connection and refuses new ones, as if the database were down. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/** A connection to Postgres that a test can interrupt. The cluster itself serves other tests. */
export async function startPostgresProxy(): Promise<PostgresProxy> {
  let target: URL | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((incoming) => {
    if (!target) throw new Error("through() comes first");
    const outgoing = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  async function cut(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
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
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    stop: cut,
  };
}
