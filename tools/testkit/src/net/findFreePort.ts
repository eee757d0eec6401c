import { createServer } from "node:net";

/** Finds a free port of 127.0.0.1. Another process may take the port before the caller uses it. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("The system returned no port.")),
      );
    });
  });
}
