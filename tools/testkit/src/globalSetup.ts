import { serveOnce } from "./once.ts";
import { clusterVariable } from "./postgres/cluster.ts";
import { type Postgres, startPostgres } from "./postgres/startPostgres.ts";

/**
 * Vitest's global setup: one PostgreSQL cluster for the whole run. The cluster starts when the first test file asks for it,
 * so a run of tests without a database starts no cluster.
 */
export default async function setup(): Promise<() => Promise<void>> {
  let cluster: Promise<Postgres> | undefined;
  const stopServing = await serveOnce(clusterVariable, async () => {
    cluster = startPostgres();
    return (await cluster).url;
  });

  return async () => {
    await stopServing();
    // If the cluster did not start, every test that asked for it has failed with the reason.
    const started = await cluster?.catch(() => undefined);
    await started?.stop();
  };
}
