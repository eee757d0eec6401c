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

/** A substitute for a hosted Supabase project: a real Postgres, its REST and Auth APIs, and functions, behind one origin. */
export interface Project {
  /** Takes the place of `https://<ref>.supabase.co`. */
  url: string;
  publishableKey: string;
  secretKey: string;
  database: TestDatabase;
  /** Replaces `supabase functions deploy`: runs functions of a project's folder in plain Deno, with these secrets. */
  deploy(folder: string, names: readonly string[], secrets: Record<string, string>): Promise<void>;
  /** The output of the functions. */
  output(): string;
  stop(): Promise<void>;
}

/** Allows pages of any origin, as a hosted project does. */
const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "*",
  "access-control-allow-headers":
    "authorization, apikey, content-type, x-client-info, prefer, x-supabase-api-version, accept-profile, content-profile, range",
  "access-control-expose-headers": "*",
};

async function askApi(request: Request, api: string): Promise<Response> {
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: cors });
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.delete("host");
  const answer = await fetch(`${api}${pathname}${search}`, {
    method: request.method,
    headers,
    body: request.method === "GET" ? null : await request.arrayBuffer(),
  });
  const passed = new Headers(answer.headers);
  // The body has already been decoded.
  for (const name of ["content-encoding", "content-length", "transfer-encoding"])
    passed.delete(name);
  for (const [name, value] of Object.entries(cors)) passed.set(name, value);
  return new Response(answer.body, { status: answer.status, headers: passed });
}

/** @param world variables for every function, such as YCloud's address. */
export async function startProject(world: Record<string, string>): Promise<Project> {
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
    // Removes lite's own record of migrations, because a hosted project has no such record before its first push.
    await lite.exec("drop schema if exists supabase_migrations cascade");
    const routes: Record<string, string> = {};
    const gateway = await startGateway({
      routes,
      fallback: (request) => askApi(request, lite.url),
    });
    stops.push(() => gateway.stop());
    return {
      url: gateway.url,
      publishableKey: lite.publishableKey,
      secretKey: lite.secretKey,
      database,
      async deploy(folder, names, secrets) {
        // Makes the API read the schema again, as PostgREST does after a migration.
        await lite.exec("select 1");
        for (const name of names) {
          const started = await startDenoFunction({
            entry: join(folder, name, "index.ts"),
            alone: true,
            env: {
              SUPABASE_URL: gateway.url,
              SUPABASE_ANON_KEY: lite.publishableKey,
              SUPABASE_SERVICE_ROLE_KEY: lite.secretKey,
              ...secrets,
              ...world,
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
