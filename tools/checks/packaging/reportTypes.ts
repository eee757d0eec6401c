import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type IConfigFile,
} from "@microsoft/api-extractor";
import type { Entry } from "../src/readEntries.ts";
import { root } from "../src/repository.ts";

/**
 * Reports the public types of a built entry: all declarations and their members, sorted by name, without comments. A type
 * that an export mentions is included even when it is not exported.
 *
 * @throws Error when the declarations have errors.
 */
export async function reportTypes(entry: Entry): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "skale-types-"));
  try {
    const problems: string[] = [];
    const { succeeded } = Extractor.invoke(
      ExtractorConfig.prepare({
        configObject: configure(entry, folder),
        configObjectFullPath: undefined,
        packageJsonFullPath: join(root, entry.folder, "package.json"),
      }),
      {
        localBuild: true,
        messageCallback(message) {
          if (message.logLevel === ExtractorLogLevel.Error)
            problems.push(message.formatMessageWithLocation(root));
          message.handled = true;
        },
      },
    );
    if (!succeeded) throw new Error(`${entry.specifier}: ${problems.join("\n")}`);
    const [, declarations = ""] =
      /```ts\n(.*)```/s.exec(await readFile(join(folder, reportName), "utf8")) ?? [];
    return `# The public types of ${entry.specifier}\n\nWritten by \`pnpm api\`.\n\n\`\`\`ts\n${dropComments(declarations)}\`\`\`\n`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const reportName = "report.api.md";

function configure({ folder, types }: Entry, reportFolder: string): IConfigFile {
  const mainEntryPointFilePath = join(root, types);
  return {
    projectFolder: join(root, folder),
    mainEntryPointFilePath,
    compiler: {
      overrideTsconfig: {
        compilerOptions: {
          module: "nodenext",
          target: "es2023",
          lib: ["es2024", "dom", "dom.iterable"],
          types: ["node"],
          strict: true,
          skipLibCheck: true,
        },
        files: [mainEntryPointFilePath],
      },
    },
    apiReport: {
      enabled: true,
      includeForgottenExports: true,
      reportFileName: reportName,
      reportFolder,
      reportTempFolder: join(reportFolder, "temporary"),
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    newlineKind: "lf",
    messages: {
      compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      // The report is about types. It does not check docstrings.
      extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
    },
  };
}

/** Removes comments that have their own lines: comments from the sources and comments that the extractor adds. */
function dropComments(declarations: string): string {
  return declarations
    .replace(/^ *(?:\/\/[^\n]*|\/\*.*?\*\/)\n/gms, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim()
    .concat("\n");
}
