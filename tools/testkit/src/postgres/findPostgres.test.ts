import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  symlink,
  truncate,
  unlink,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "./cluster.ts";
import { copyBinaries, findPostgres } from "./findPostgres.ts";
import { startPostgres } from "./startPostgres.ts";

const isRoot = process.getuid?.() === 0;

/** A home folder that only its owner may enter, with the binaries in it, and a temporary folder. */
let world: string;
let home: string;
let packaged: string;
let place: string;
beforeAll(async () => {
  const { postgres, temporary } = await findPostgres();
  world = await mkdtemp(join(temporary, "skale-find-postgres-"));
  await chmod(world, 0o755);
  [home, place] = [join(world, "home"), join(world, "place")];
  packaged = join(home, "native");
  await mkdir(home, { mode: 0o700 });
  await mkdir(place);
  await chmod(place, 0o1777);
  await cp(dirname(dirname(postgres)), packaged, { recursive: true });
});
afterAll(() => rm(world, { recursive: true, force: true }));

const folderOf = (executable: string) => dirname(dirname(executable));

test("it runs from a folder that only its owner may enter, also for root", async () => {
  // Two copies at the same time: neither process sees an incomplete copy.
  const [first, second] = await Promise.all([
    findPostgres({ packaged, places: [place] }),
    findPostgres({ packaged, places: [place] }),
  ]);
  expect(second).toEqual(first);
  expect(folderOf(first.postgres).startsWith(isRoot ? `${place}/` : packaged)).toBe(true);

  const postgres = await startPostgres({ installed: first });
  const sql = connect(postgres.url, 1);
  const [row] = await sql<[{ data_directory: string }]>`show data_directory`;
  await sql.end();
  await postgres.stop();
  expect(dirname(row.data_directory)).toBe(place);
});

test("a folder for temporary files that only root may enter is skipped", async () => {
  const installed = await findPostgres({ packaged, places: [home, place] });
  expect(await readdir(home)).toEqual(["native"]);
  expect(installed.temporary).toBe(isRoot ? place : home);
  expect(folderOf(installed.postgres).startsWith(isRoot ? `${place}/` : packaged)).toBe(true);
});

test("a copy that lost files is completed", async () => {
  const copy = join(place, "copy");
  const [postgres, initdb] = [join(copy, "bin", "postgres"), join(copy, "bin", "initdb")];
  await copyBinaries(packaged, copy);
  const { size } = await stat(postgres);
  await truncate(postgres, 1000);
  await unlink(initdb);
  await copyBinaries(packaged, copy);
  expect((await stat(postgres)).size).toBe(size);
  expect((await stat(initdb)).mode & 0o777).toBe(0o755);
});

test("nothing is run from a folder that others may write", async () => {
  const copy = join(place, "loose");
  await mkdir(copy);
  await chmod(copy, 0o777);
  await expect(copyBinaries(packaged, copy)).rejects.toThrow(/others may write/);

  const linked = join(place, "linked");
  await symlink(copy, linked);
  await expect(copyBinaries(packaged, linked)).rejects.toThrow(/others may write/);
});
