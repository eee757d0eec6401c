import { close, listen } from "./net/listen.ts";
import { clusterVariable } from "./postgres/cluster.ts";
import { type Postgres, startPostgres } from "./postgres/startPostgres.ts";

/**
 * Vitest's global setup: one PostgreSQL cluster for the whole run. The cluster starts when the first test file asks for it,
 * so a run of tests without a database starts no cluster.
 */
export default async function setup(): Promise<() => Promise<void>> {
  let cluster: Promise<Postgres> | undefined;
  const [server, port] = await listen((_request, response) => {
    cluster ??= startPostgres();
    cluster.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }, 0);
  process.env[clusterVariable] = `http://127.0.0.1:${port}`;

  return async () => {
    await close(server);
    // If the cluster did not start, every test that asked for it has failed with the reason.
    const started = await cluster?.catch(() => undefined);
    await started?.stop();
  };
}
