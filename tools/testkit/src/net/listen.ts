import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves on 127.0.0.1, on a free port when `port` is 0. */
export function listen(listener: RequestListener, port: number): Promise<[Server, number]> {
  return new Promise((resolve, reject) => {
    const server = createServer(listener);
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () =>
      resolve([server, (server.address() as AddressInfo).port]),
    );
  });
}

/** Stops serving at once and closes open connections. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
