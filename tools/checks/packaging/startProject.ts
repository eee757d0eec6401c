import { join } from "node:path";
import {
  createDatabase,
  type DenoFunction,
  startDenoFunction,
  startGateway,
  startLite,
  startPostgres,
  type TestDatabase,
} from "@skale-calls/testkit";

/** What stands in for a hosted Supabase project: a real Postgres, its REST and Auth APIs, and a place for functions, behind one origin. */
export interface Project {
  /** Such as a hosted project's `https://<ref>.supabase.co`. */
  url: string;
  publishableKey: string;
  secretKey: string;
  database: TestDatabase;
  /** What `supabase functions deploy` does: runs functions of a project's folder, by Deno alone, with these secrets. */
  deploy(folder: string, names: readonly string[], secrets: Record<string, string>): Promise<void>;
  /** What the functions printed. */
  output(): string;
  stop(): Promise<void>;
}

export async function startProject(): Promise<Project> {
  const stops: (() => Promise<unknown>)[] = [];
  const functions: DenoFunction[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const postgres = await startPostgres();
    stops.push(() => postgres.stop());
    const database = await createDatabase({ cluster: postgres.url });
    stops.push(() => database.drop());
    const lite = await startLite({ databaseUrl: database.adminUrl });
    stops.push(() => lite.stop());
    const routes: Record<string, string> = { "/auth/v1": lite.url, "/rest/v1": lite.url };
    const gateway = await startGateway({ routes });
    stops.push(() => gateway.stop());
    return {
      url: gateway.url,
      publishableKey: lite.publishableKey,
      secretKey: lite.secretKey,
      database,
      async deploy(folder, names, secrets) {
        // The API reads the schema anew, as PostgREST does after a migration.
        await lite.exec("select 1");
        for (const name of names) {
          const started = await startDenoFunction({
            entry: join(folder, name, "index.ts"),
            conditions: [],
            alone: true,
            env: {
              SUPABASE_URL: gateway.url,
              SUPABASE_ANON_KEY: lite.publishableKey,
              SUPABASE_SERVICE_ROLE_KEY: lite.secretKey,
              ...secrets,
            },
          });
          functions.push(started);
          stops.push(() => started.stop());
          routes[`/functions/v1/${name}`] = started.url;
        }
      },
      output: () => functions.map((started) => started.output()).join(""),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
