import postgres from "postgres";
import { askOnce } from "../once.ts";

/** The variable with which test files ask for the run's cluster. */
export const clusterVariable = "SKALE_TESTKIT_CLUSTER";

let asked: Promise<string> | undefined;

/** Returns the superuser's URL of this test run's cluster. */
export function clusterUrl(): Promise<string> {
  asked ??= askOnce(clusterVariable);
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
