import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { clusterUrl, connect, urlOf } from "./cluster.ts";
import { applyHostedSupabase } from "./hostedSupabase.ts";

const hostedTemplate = "hosted";

export interface DatabaseOptions {
  /** A template made by {@link ensureTemplate}. Default: a new hosted project. */
  template?: string;
  /** The superuser's URL of a cluster, from `startPostgres`. Default: the test run's cluster. */
  cluster?: string;
}

export interface TestDatabase {
  name: string;
  /** The URL for the role `postgres`, which is not a superuser, as on hosted Supabase. */
  url: string;
  /** The URL for the superuser, which `startLite` needs. */
  adminUrl: string;
  /** A client that is connected to `url`. */
  sql: Sql;
  /** Ends the client and all other connections, and removes the database. */
  drop(): Promise<void>;
}

async function withAdmin<T>(cluster: string, work: (admin: Sql) => Promise<T>): Promise<T> {
  const admin = connect(cluster, 1);
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

async function prepareDatabase(
  url: string,
  prepare: (sql: Sql) => Promise<unknown>,
): Promise<void> {
  const sql = connect(url, 1);
  try {
    await prepare(sql);
  } finally {
    await sql.end();
  }
}

/** Builds a template once. Test files run in parallel: the first file builds the template, and the others wait for it. */
async function buildOnce(
  cluster: string,
  template: string,
  source: string,
  prepare: (building: string) => Promise<void>,
): Promise<void> {
  await withAdmin(cluster, async (admin) => {
    // The lock ends with this session.
    await admin`select pg_advisory_lock(hashtext('testkit template'), hashtext(${template}))`;
    const [ready] = await admin`select from pg_database where datname = ${template}`;
    if (ready !== undefined) {
      return;
    }
    // The database gets the template's name when it is complete, so a failed preparation leaves no template.
    const building = `${template}_building`;
    await admin.unsafe(`drop database if exists "${building}" with (force)`);
    await admin.unsafe(`create database "${building}" template "${source}"`);
    await prepare(building);
    await admin.unsafe(`alter database "${building}" rename to "${template}"`);
  });
}

const templateDatabase = (name: string) => `template_${name}`;

async function ensureHostedTemplate(cluster: string): Promise<void> {
  await buildOnce(cluster, templateDatabase(hostedTemplate), "template0", (building) =>
    prepareDatabase(urlOf(cluster, building), async (sql) => {
      await applyHostedSupabase(sql);
      await sql.unsafe(`alter database "${building}" owner to postgres`);
    }),
  );
}

/**
 * Prepares a template database once per cluster: a new hosted project, in which `prepare` runs as `postgres`.
 *
 * @example
 * await ensureTemplate("migrated", applyMigrations);
 * const database = await createDatabase({ template: "migrated" });
 */
export async function ensureTemplate(
  name: string,
  prepare: (sql: Sql) => Promise<unknown>,
  options: { cluster?: string } = {},
): Promise<void> {
  const cluster = options.cluster ?? (await clusterUrl());
  await ensureHostedTemplate(cluster);
  await buildOnce(
    cluster,
    templateDatabase(name),
    templateDatabase(hostedTemplate),
    async (building) => {
      await prepareDatabase(urlOf(cluster, building), (sql) =>
        sql.unsafe(`alter database "${building}" owner to postgres`),
      );
      await prepareDatabase(urlOf(cluster, building, "postgres"), prepare);
    },
  );
}

/**
 * Creates a database for one test file, as a copy of a template.
 *
 * @example
 * const database = await createDatabase();
 * afterAll(() => database.drop());
 */
export async function createDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const cluster = options.cluster ?? (await clusterUrl());
  const template = options.template ?? hostedTemplate;
  if (template === hostedTemplate) {
    await ensureHostedTemplate(cluster);
  }
  const name = `test_${randomBytes(8).toString("hex")}`;
  await withAdmin(cluster, (admin) =>
    admin.unsafe(
      `create database "${name}" template "${templateDatabase(template)}" owner postgres`,
    ),
  );
  const url = urlOf(cluster, name, "postgres");
  const sql = connect(url);
  return {
    name,
    url,
    adminUrl: urlOf(cluster, name),
    sql,
    async drop() {
      // A client whose connection was lost may wait for it for ever.
      await sql.end({ timeout: 1 });
      await withAdmin(cluster, (admin) =>
        admin.unsafe(`drop database if exists "${name}" with (force)`),
      );
    },
  };
}
