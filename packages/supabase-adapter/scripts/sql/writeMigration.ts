import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addSeconds, findNextStamp } from "../../src/migrations/findNextStamp.ts";
import {
  isSupabaseOnly,
  partOf,
  readSqlFiles,
  type SqlFile,
} from "../../src/migrations/sqlFile.ts";
import { findUnreleased } from "./checkReleases.ts";
import { diffSql } from "./diffSql.ts";
import { parseSql, type Statement } from "./parseSql.ts";
import { readUnits } from "./readUnits.ts";

export const header =
  "-- Written by `pnpm migrations` from the difference between sql/ and the other migrations: change sql/ instead.";

export interface WriteOptions {
  /** The folder that contains `sql/` and `migrations/`. */
  packageDir: string;
  /** The name of the next migration. Ignored if an unreleased generated migration exists. Default: `changes`. */
  name?: string;
  /** Only checks, and writes nothing. */
  check?: boolean;
  now?: Date;
}

/** A file that differs from what `sql/` requires. */
export interface Written {
  name: string;
  state: "new" | "changed" | "needless";
}

/**
 * Writes the difference between `sql/` and the migrations as the next migration: a portable file, and a file that only
 * Supabase can run. Until they are released, they are rewritten in place.
 *
 * @returns the files that differed; empty when the migrations match `sql/`.
 * @throws Error when a change needs a hand-written migration. The message names the change.
 */
export function writeMigration({
  packageDir,
  name = "changes",
  check = false,
  now = new Date(),
}: WriteOptions): Written[] {
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error(`${name} is not a valid name: use a-z, 0-9 and _.`);
  const migrationsDir = join(packageDir, "migrations");
  const files = readSqlFiles(migrationsDir);
  const unreleased = findUnreleased(migrationsDir);
  const ours = files.filter(
    (file) => unreleased.includes(file.name) && file.text.startsWith(header),
  );
  const former = {
    portable: findOne(ours.filter((file) => !isSupabaseOnly(file.name))),
    supabase: findOne(ours.filter((file) => isSupabaseOnly(file.name))),
  };
  const sql = compare(
    packageDir,
    files.filter((file) => !ours.includes(file)),
  );
  const names = nameFiles({ files, former, sql, name, now });
  const written: Written[] = [];
  for (const kind of ["portable", "supabase"] as const) {
    const text = sql[kind] === "" ? "" : `${header}\n\n${sql[kind]}`;
    const old = former[kind];
    const next = names[kind];
    if (text === (old?.text ?? "") && next === old?.name) continue;
    if (old && text === "") {
      written.push({ name: old.name, state: "needless" });
      if (!check) rmSync(join(migrationsDir, old.name));
    } else if (next !== undefined) {
      written.push({ name: next, state: old ? "changed" : "new" });
      if (check) continue;
      if (old && old.name !== next)
        renameSync(join(migrationsDir, old.name), join(migrationsDir, next));
      writeFileSync(join(migrationsDir, next), text);
    }
  }
  return written;
}

function findOne(files: readonly SqlFile[]): SqlFile | undefined {
  if (files.length > 1) {
    throw new Error(
      `Two unreleased migrations are written from sql/: ${files.map((file) => file.name).join(" and ")}. Delete one of them.`,
    );
  }
  return files[0];
}

/** Writes the texts of the next migration: the portable file and the Supabase file. */
function compare(packageDir: string, line: readonly SqlFile[]) {
  const portable = readUnits(readSqlFiles(join(packageDir, "sql")));
  const all = readUnits([
    ...readSqlFiles(join(packageDir, "sql")),
    ...readSqlFiles(join(packageDir, "sql/supabase")),
  ]);
  const parse = (files: readonly SqlFile[]): Statement[] =>
    files.flatMap(({ name, text }) => parseSql(text, name));
  const wholeLine = parse(line);
  const first = diffSql({
    source: portable,
    line: parse(line.filter((file) => !isSupabaseOnly(file.name))),
    wholeLine,
  });
  const second = diffSql({
    source: all,
    own: all.slice(portable.length),
    line: [...wholeLine, ...parseSql(first.sql)],
    made: first.made,
  });
  return { portable: first.sql, supabase: second.sql };
}

interface NameOptions {
  files: readonly SqlFile[];
  former: { portable: SqlFile | undefined; supabase: SqlFile | undefined };
  sql: { portable: string; supabase: string };
  name: string;
  now: Date;
}

/**
 * New files sort after all others. The Supabase file must sort after the portable file, so it gets a new stamp when the
 * portable file is new.
 */
function nameFiles({ files, former, sql, name, now }: NameOptions) {
  const stamp = findNextStamp(
    files.map((file) => file.name),
    now,
  );
  const known = former.portable ?? former.supabase;
  const chosen = known
    ? partOf(known.name).replace(/^skale_calls_(supabase_)?/, "")
    : chooseName(files, name);
  const isNew = sql.portable !== "" && !former.portable;
  return {
    portable: isNew ? `${stamp}_skale_calls_${chosen}` : former.portable?.name,
    supabase:
      sql.supabase !== "" && (isNew || !former.supabase)
        ? `${addSeconds(stamp, 1)}_skale_calls_supabase_${chosen}`
        : former.supabase?.name,
  };
}

/** Returns a name that no other file has, because an edited copy in a project is recognized by its name. */
function chooseName(files: readonly SqlFile[], name: string): string {
  const taken = files.map((file) => partOf(file.name));
  for (let count = 1; ; count++) {
    const chosen = `${name}${count === 1 ? "" : `_${count}`}.sql`;
    if (!taken.some((part) => /^skale_calls_(supabase_)?(.*)$/.exec(part)?.[2] === chosen))
      return chosen;
  }
}
