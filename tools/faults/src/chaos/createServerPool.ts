import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import type { ServerConfig, ServerOrder, ServerReport } from "./server.ts";
import { within } from "./within.ts";

/** A running server process. */
export interface Server {
  url: string;
  /** Kill -9. */
  kill(): Promise<void>;
  setClock(seconds: number): void;
  /** Ends it in order. Returns the handles that kept the process alive, which are none if it ended by itself. */
  stop(): Promise<readonly string[]>;
  /** What it has printed. */
  output(): string;
  /** False once the process has ended. */
  isAlive(): boolean;
}

export interface ServerPool {
  start(config: ServerConfig): Promise<Server>;
  stop(): Promise<void>;
}

const stopMs = 4_000;

/**
 * Creates processes in advance, so that a killed server is replaced at once.
 *
 * @param plugins change the sources while they are bundled.
 */
export async function createServerPool(
  spares: number,
  plugins: readonly Plugin[] = [],
): Promise<ServerPool> {
  const folder = await mkdtemp(join(tmpdir(), "skale-chaos-"));
  const program = join(folder, "server.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("server.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["@skale-calls/source"],
    plugins: [...plugins],
    logLevel: "error",
  });
  const waiting = Array.from({ length: spares }, spawnChild);
  let stopped = false;

  function spawnChild(): ChildProcess {
    return spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  }

  return {
    async start(config) {
      const child = waiting.shift() ?? spawnChild();
      if (!stopped) waiting.push(spawnChild());
      let text = "";
      const read = (chunk: Buffer) => {
        text = (text + chunk.toString()).slice(-200_000);
      };
      child.stdout?.on("data", read);
      child.stderr?.on("data", read);
      const ended = once(child, "exit");
      const order = (message: ServerOrder) => {
        if (child.connected) child.send(message);
      };
      order({ start: config });
      const first = await Promise.race([nextReport(child), ended]);
      if (!("url" in first)) throw new Error(`The server did not start:\n${text}`);
      return {
        url: first.url,
        async kill() {
          child.kill("SIGKILL");
          await ended;
        },
        setClock: (seconds) => order({ clock: seconds }),
        async stop() {
          const left = nextReport(child);
          order({ stop: true });
          if (await within(stopMs, ended)) return [];
          child.kill("SIGKILL");
          await ended;
          const report = await within(1, left);
          return report && "stopped" in report ? report.stopped : ["it did not answer"];
        },
        output: () => text,
        isAlive: () => child.exitCode === null && child.signalCode === null,
      };
    },
    async stop() {
      stopped = true;
      await Promise.all(
        waiting.splice(0).map(async (child) => {
          const ended = once(child, "exit");
          child.kill("SIGKILL");
          await ended;
        }),
      );
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function nextReport(child: ChildProcess): Promise<ServerReport> {
  const [message] = await once(child, "message");
  return message as ServerReport;
}
