import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { App, generateApiKey, setExperimental } from "@supabase/lite";
import { close, listen } from "../net/listen.ts";
import { hostedSupabaseSql } from "../postgres/hostedSupabase.ts";
import { answerAsPostgrest } from "./answerAsPostgrest.ts";
import {
  alwaysSwitchRoles,
  connectPglite,
  connectPostgres,
  isSuperuser,
  type LiteConnection,
  runScript,
} from "./connectLite.ts";
import { createFileStorage } from "./createFileStorage.ts";

export interface LiteOptions {
  /** The address of a Postgres database for its superuser (`TestDatabase.adminUrl`). */
  databaseUrl?: string;
  /** The folder of an embedded PGlite, which is used without `databaseUrl`. Default: PGlite stores its data in memory. */
  dataDir?: string;
  /** The maximum number of connections to Postgres. Default: 10. PGlite has one connection. */
  poolSize?: number;
  /** Serves /storage/v1 too. The objects are files in this folder; `true` means a temporary folder. Default: no Storage. */
  storage?: string | boolean;
  /** Default: a free port. */
  port?: number;
  publishableKey?: string;
  secretKey?: string;
  jwtSecret?: string;
}

export interface Lite {
  url: string;
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  connection: LiteConnection;
  /** Runs SQL of one or more statements as the superuser, and makes the API read the schema again. */
  exec(sql: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts Supabase's REST and Auth APIs in this process with @supabase/lite, with a hosted project's roles and grants.
 * There is no Realtime and no `/functions/v1`: see `startGateway`. Storage is there if `storage` asks for it.
 *
 * @example
 * const lite = await startLite({ databaseUrl: database.adminUrl });
 * const supabase = createClient(lite.url, lite.publishableKey);
 * await lite.stop();
 */
export async function startLite(options: LiteOptions = {}): Promise<Lite> {
  const publishableKey = options.publishableKey ?? (await generateApiKey("publishable")).key;
  const secretKey = options.secretKey ?? (await generateApiKey("secret")).key;
  const jwtSecret = options.jwtSecret ?? randomBytes(32).toString("hex");
  const connection =
    options.databaseUrl === undefined
      ? await connectPglite(options.dataDir)
      : connectPostgres(options.databaseUrl, options.poolSize ?? 10);
  const files = options.storage
    ? await createFileStorage(options.storage === true ? undefined : options.storage)
    : undefined;
  let server: Server;
  let port: number;
  try {
    if (!(await isSuperuser(connection))) {
      throw new Error("startLite needs the superuser's url: TestDatabase.adminUrl.");
    }
    const app = new App({
      connection,
      auth: {
        enabled: true,
        publishable_key: publishableKey,
        secret_key: secretKey,
        jwt_secret: jwtSecret,
      },
      ...(files ? { storage: { enabled: true, file_size_limit: "1GiB" } } : {}),
      options: { server: { disableStudio: true, admin: false } },
    });
    if (files) {
      // lite calls its Storage experimental.
      setExperimental("storage", true);
      app._storageAdapter = files.adapter;
    }
    await app.init();
    await app.ensureSystemSchema();
    // Runs after lite's own setup and replaces its auth.uid() and auth.role(), which read only one of the two forms of claims.
    await runScript(connection, hostedSupabaseSql);
    alwaysSwitchRoles(connection);
    answerAsPostgrest(connection);
    [server, port] = await listen(
      getRequestListener((request) => app.fetch(request, { peerAddress: null }), {
        overrideGlobalObjects: false,
      }),
      options.port ?? 0,
    );
  } catch (error) {
    await connection.close();
    await files?.stop();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    publishableKey,
    secretKey,
    jwtSecret,
    connection,
    async exec(sql) {
      await runScript(connection, sql);
      await connection.clearSchemaCache();
    },
    async stop() {
      await close(server);
      await connection.close();
      await files?.stop();
    },
  };
}
