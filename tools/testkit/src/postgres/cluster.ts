import postgres from "postgres";

/** The variable in which the global setup stores an address. A request there returns the run's cluster; the first one starts it. */
export const clusterVariable = "SKALE_TESTKIT_CLUSTER";

let asked: Promise<string> | undefined;

async function askForCluster(): Promise<string> {
  const address = process.env[clusterVariable];
  if (address === undefined) {
    throw new Error(
      "No cluster: run under vitest with the testkit's global setup, or pass `cluster`, the URL of startPostgres().",
    );
  }
  const response = await fetch(address);
  const text = await response.text();
  if (!response.ok) {
    throw new Error(text);
  }
  return text;
}

/** Returns the superuser's URL of this test run's cluster. */
export function clusterUrl(): Promise<string> {
  asked ??= askForCluster();
  return asked;
}

/** Returns the URL of the same cluster for another database and role. */
export function urlOf(cluster: string, database: string, role?: string): string {
  const url = new URL(cluster);
  url.pathname = `/${database}`;
  if (role !== undefined) {
    url.username = role;
  }
  return url.href;
}

/** Creates a postgres.js client that prints no notices. */
export function connect(url: string, max = 10): postgres.Sql {
  return postgres(url, { max, onnotice: () => {} });
}
