import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { killGroup } from "./killGroup.ts";
import type { Step } from "./readSteps.ts";
import type { Project } from "./startProject.ts";

export interface Reader {
  /** The working folder. A step with `cd` changes it. */
  folder: string;
  /** The README's placeholders, and their values for this run. */
  own: ReadonlyMap<string, string>;
  /** Tarballs by package name, because the packages are not on npm yet. */
  tarballs: ReadonlyMap<string, string>;
  project: Project;
  /** The address of the page, which is known before its server starts. */
  page: string;
}

export interface Walked {
  folder: string;
  /** The output of each command, in order. */
  printed: { command: string; output: string }[];
  /** The servers that the steps have started and that are still running. */
  servers: { url: string; stop(): void }[];
}

/** Commands that need an account. The substitute for the hosted project does their work. */
const needsAccount = /^npx supabase (?:login|link|secrets set)\b/;

/** Runs the steps of a README without changes, except that it replaces the placeholders. */
export async function runSteps(steps: readonly Step[], reader: Reader): Promise<Walked> {
  const walked: Walked = { folder: reader.folder, printed: [], servers: [] };
  const own = new Map(reader.own);
  const fill = (text: string) =>
    [...own].reduce((filled, [word, value]) => filled.replaceAll(word, value), text);

  for (const step of steps) {
    if (step.kind === "file") {
      const file = join(walked.folder, step.name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, fill(step.text));
    } else if (step.kind === "sql") {
      await reader.project.database.sql.unsafe(fill(step.text));
    } else {
      const output = await runCommand(fill(step.text), reader, walked);
      walked.printed.push({ command: step.text, output });
      const secret = /"secret": ?"(whsec_[^"]+)"/.exec(output)?.[1];
      if (secret !== undefined) own.set("YOUR-WEBHOOK-SECRET", secret);
    }
  }
  return walked;
}

async function runCommand(command: string, reader: Reader, walked: Walked): Promise<string> {
  if (needsAccount.test(command)) return "";
  const deployed = /^npx supabase functions deploy (.+)$/.exec(command)?.[1];
  if (deployed !== undefined) {
    const functions = join(walked.folder, "supabase/functions");
    const secrets = parseEnv(await readFile(join(functions, ".env"), "utf8"));
    await reader.project.deploy(functions, deployed.split(" "), secrets as Record<string, string>);
    return "";
  }
  if (/^npx vite\b/.test(command)) {
    const { port } = new URL(reader.page);
    const server = await startServer(`${command} --port ${port} --strictPort`, walked.folder);
    walked.servers.push(server);
    return "";
  }
  const script = command
    .replace(/^npx supabase db push --remote$/, () => {
      const url = reader.project.database.url;
      return `npx supabase db push --remote=${url} --yes`;
    })
    // All of them, as `pnpm tarballs` prints them, because the packages depend on each other.
    .replace(/(?:@skale-calls\/[\w-]+ ?)+/, (names) =>
      command.startsWith("npm install") ? `${[...reader.tarballs.values()].join(" ")} ` : names,
    );
  const output = await runShell(`${script}\necho "in $PWD"`, walked.folder);
  walked.folder = /in (.+)\n$/.exec(output)?.[1] ?? walked.folder;
  return output;
}

const environment = {
  ...process.env,
  // The pnpm that runs these tests sets these variables. A reader of the README does not have them.
  ...Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => /^(npm_|pnpm_|NODE_OPTIONS|NODE_PATH|VITEST|INIT_CWD)/i.test(name))
      .map((name) => [name, undefined]),
  ),
  SUPABASE_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
};

function runShell(script: string, cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-euo", "pipefail", "-c", script], {
      cwd,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("close", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${script}\nended with ${code}:\n${output}`)),
    );
  });
}

/** Starts a server and leaves it running. The server is ready when it has printed its address. */
export function startServer(
  command: string,
  cwd: string,
  env: Record<string, string> = {},
): Promise<{ url: string; stop(): void }> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", `exec ${command}`], {
      cwd,
      env: { ...environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const stop = killGroup(child);
    let output = "";
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: vite colours what it prints.
      const plain = output.replace(/\u001b\[\d+m/g, "");
      const port = /(?:http:\/\/localhost:|port: )(\d+)/.exec(plain)?.[1];
      if (port !== undefined) resolve({ url: `http://localhost:${port}`, stop });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("close", () => reject(new Error(`${command} ended:\n${output}`)));
  });
}
