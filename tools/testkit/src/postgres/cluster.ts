import postgres from "postgres";

/** Set by the global setup: the address that returns the run's cluster, and starts it at the first request. */
export const clusterVariable = "SKALE_TESTKIT_CLUSTER";

let asked: Promise<string> | undefined;

async function askForCluster(): Promise<string> {
  const address = process.env[clusterVariable];
  if (address === undefined) {
    throw new Error(
      "No cluster: run under vitest with the testkit's global setup, or give `cluster`, the url of startPostgres().",
    );
  }
  const response = await fetch(address);
  const text = await response.text();
  if (!response.ok) {
    throw new Error(text);
  }
  return text;
}

/** The superuser's URL of this test run's cluster. */
export function clusterUrl(): Promise<string> {
  asked ??= askForCluster();
  return asked;
}

/** The URL of the same cluster for another database and role. */
export function urlOf(cluster: string, database: string, role?: string): string {
  const url = new URL(cluster);
  url.pathname = `/${database}`;
  if (role !== undefined) {
    url.username = role;
  }
  return url.href;
}

/** A postgres.js client that prints no notices. */
export function connect(url: string, max = 10): postgres.Sql {
  return postgres(url, { max, onnotice: () => {} });
}
