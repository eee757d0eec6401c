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
  /** For a Postgres without Supabase: leaves out the files that only Supabase can run. */
  postgres?: boolean;
  /** Includes the minimal tables of an organisation, for a project that lacks them. */
  withHostTables?: boolean;
}

/** A file of the package, and its state in the project. */
export interface PackageFile {
  /** The file's name without the stamp. */
  part: string;
  text: string;
  /**
   * `copied`: the project has this text, under any name. `twice`: the project has this text more than once, so an old version
   * may run after newer ones. `edited`: the project has another text under a name with this ending. `yours`: the file was
   * copied once and belongs to the project. It is never compared.
   */
  state: "missing" | "copied" | "twice" | "edited" | "yours";
  /** The project's files with this text. For `edited` and `yours`: the project's files whose names have this ending. */
  names: string[];
}

export interface Comparison {
  hostTables: PackageFile;
  host: PackageFile;
  /** The package's migrations, in the order in which they run. */
  line: PackageFile[];
  /** The project's files of the retired series, which `line` replaces. They stay in place. */
  retired: string[];
  /** The files of `retired` whose text differs from the released text. */
  retiredEdited: string[];
  /** All of the project's migrations, in the order in which they run. */
  names: string[];
  /** The migrations that are not from this package. */
  own: string[];
}

/**
 * Compares a project with the package's migrations. Copies are recognized by their content, ignoring line ends, so they may be
 * renamed. The host's own two files are recognized by the end of their names.
 *
 * @throws Error from the file system.
 */
export function compareProject({ packageDir, dir, postgres = false }: ProjectOptions): Comparison {
  const migrationsDir = join(packageDir, "migrations");
  // Supabase runs only files whose names begin with a version. A file with any other name is not a copy.
  const project = readSqlFiles(dir).filter(({ name }) => postgres || /^\d+_/.test(name));
  const shipped = readSqlFiles(migrationsDir);
  const known = new Set(shipped.map(({ text }) => checksum(text)));
  const retired = new Map(
    readReleases(migrationsDir)
      .flatMap(({ files }) => Object.entries(files))
      .filter(([path]) => path.startsWith(retiredFolder))
      .map(([path, sum]) => [sum, path.slice(retiredFolder.length)]),
  );
  const retiredNames = new Set(retired.values());
  const unknown = project.filter(({ text }) => !known.has(checksum(text)));
  const hostFile = (name: string, part: string): PackageFile => {
    const names = namesOf(project.filter((file) => file.name.endsWith(`_${part}`)));
    const text = readText(join(packageDir, "host", name));
    return { part, text, state: names.length > 0 ? "yours" : "missing", names };
  };
  const hostTables = hostFile("tables.sql", "skale_calls_host_tables.sql");
  const host = hostFile("host.sql", "skale_calls_host.sql");
  const line = shipped.map((file, index) =>
    compareFile(file, findCopies(shipped, index, project), unknown),
  );
  const isRetired = ({ text }: SqlFile) => retired.has(checksum(text));
  const retiredFiles = project.filter((file) => isRetired(file) || retiredNames.has(file.name));
  const ours = [hostTables, host, ...line]
    .flatMap(({ names }) => names)
    .concat(namesOf(retiredFiles));
  return {
    hostTables,
    host,
    line: line.filter(({ part }) => !postgres || !isSupabaseOnly(part)),
    retired: namesOf(retiredFiles),
    retiredEdited: namesOf(retiredFiles.filter((file) => !isRetired(file))),
    names: namesOf(project),
    own: namesOf(project.filter(({ name }) => !ours.includes(name))),
  };
}

/** Two files of the line may have the same text, such as the same `drop`. The first copy then belongs to the first file. */
function findCopies(
  shipped: readonly SqlFile[],
  index: number,
  project: readonly SqlFile[],
): SqlFile[] {
  const isSame = ({ text }: SqlFile) => text === shipped[index]?.text;
  const before = shipped.slice(0, index).filter(isSame).length;
  const isLast = !shipped.slice(index + 1).some(isSame);
  return project.filter(isSame).slice(before, isLast ? undefined : before + 1);
}

function compareFile(
  file: SqlFile,
  copies: readonly SqlFile[],
  unknown: readonly SqlFile[],
): PackageFile {
  const part = partOf(file.name);
  if (copies.length > 0) {
    const state = copies.length > 1 ? "twice" : "copied";
    return { part, text: file.text, state, names: namesOf(copies) };
  }
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
