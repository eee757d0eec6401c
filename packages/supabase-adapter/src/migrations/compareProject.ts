import { join } from "node:path";
import { readReleases, retiredFolder } from "./readReleases.ts";
import {
  checksum,
  isSupabaseOnly,
  partOf,
  readSqlFiles,
  readText,
  type SqlFile,
} from "./sqlFile.ts";

export interface ProjectOptions {
  /** The folder of this package. */
  packageDir: string;
  /** The project's folder of migrations. */
  dir: string;
  /** For a Postgres that is not Supabase's: without the files that only Supabase understands. */
  postgres?: boolean;
  /** Also the minimal tables of an organisation, for a project that lacks them. */
  withHostTables?: boolean;
}

/** A file of the package, and what the project has of it. */
export interface PackageFile {
  /** Its name without a stamp. */
  part: string;
  text: string;
  /**
   * `copied`: the project has this text, under any name. `edited`: it has another text under a name that ends like this.
   * `yours`: copied once, the project's own from then on, never compared.
   */
  state: "missing" | "copied" | "edited" | "yours";
  /** The project's files that hold it. */
  names: string[];
}

export interface Comparison {
  hostTables: PackageFile;
  host: PackageFile;
  /** In the order they run in. */
  line: PackageFile[];
  /** The project's files that are of the series before this line, and stay where they are. */
  retired: string[];
  /** All of the project's SQL files. */
  names: string[];
  /** Those that are none of ours. */
  own: string[];
}

/**
 * What a project has of the package's migrations. Files are known by their content, line ends aside, so a
 * renamed copy is one; the host's own two are known by the end of their names.
 *
 * @throws Error of the file system.
 */
export function compareProject({ packageDir, dir, postgres = false }: ProjectOptions): Comparison {
  const migrationsDir = join(packageDir, "migrations");
  const project = readSqlFiles(dir);
  const shipped = readSqlFiles(migrationsDir);
  const known = new Set(shipped.map(({ text }) => checksum(text)));
  const retired = new Set(
    readReleases(migrationsDir)
      .flatMap(({ files }) => Object.entries(files))
      .filter(([path]) => path.startsWith(retiredFolder))
      .map(([, sum]) => sum),
  );
  const unknown = project.filter(({ text }) => !known.has(checksum(text)));
  const hostFile = (name: string, part: string): PackageFile => {
    const names = namesOf(project.filter((file) => file.name.endsWith(`_${part}`)));
    const text = readText(join(packageDir, "host", name));
    return { part, text, state: names.length > 0 ? "yours" : "missing", names };
  };
  const hostTables = hostFile("tables.sql", "skale_calls_host_tables.sql");
  const host = hostFile("host.sql", "skale_calls_host.sql");
  const line = shipped.map((file) => compareFile(file, project, unknown));
  const retiredNames = namesOf(project.filter(({ text }) => retired.has(checksum(text))));
  const ours = [hostTables, host, ...line].flatMap(({ names }) => names).concat(retiredNames);
  return {
    hostTables,
    host,
    line: line.filter(({ part }) => !postgres || !isSupabaseOnly(part)),
    retired: retiredNames,
    names: namesOf(project),
    own: namesOf(project.filter(({ name }) => !ours.includes(name))),
  };
}

function compareFile(
  file: SqlFile,
  project: readonly SqlFile[],
  unknown: readonly SqlFile[],
): PackageFile {
  const part = partOf(file.name);
  const copies = project.filter(({ text }) => text === file.text);
  if (copies.length > 0) return { part, text: file.text, state: "copied", names: namesOf(copies) };
  const edited = unknown.filter(({ name }) => partOf(name) === part);
  return {
    part,
    text: file.text,
    state: edited.length > 0 ? "edited" : "missing",
    names: namesOf(edited),
  };
}

function namesOf(files: readonly SqlFile[]): string[] {
  return files.map(({ name }) => name);
}
