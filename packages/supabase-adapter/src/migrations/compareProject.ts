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
   * `copied`: the project has this text, under any name. `twice`: more than once, so that an old text may run after newer
   * ones. `edited`: it has another text under a name that ends like this. `yours`: copied once, the project's own from
   * then on, never compared.
   */
  state: "missing" | "copied" | "twice" | "edited" | "yours";
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
  /** Those among them that have another text than the released one. */
  retiredEdited: string[];
  /** All of the project's migrations, in the order they run in. */
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
  // Supabase runs only files whose names begin with a version: another one is no copy that counts.
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

/** Two files of the line may have one text, such as the same `drop`: the first copy is the first one's, and so on. */
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
