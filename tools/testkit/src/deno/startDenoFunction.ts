import { once } from "node:events";
import { onProcessExit } from "../onProcessExit.ts";
import { type DenoResolution, resolutionFlags, spawnDeno } from "./runDeno.ts";

export interface DenoFunctionOptions extends DenoResolution {
  /** The module that calls `Deno.serve`. */
  entry: string;
  /** All that the function sees of an environment. */
  env?: Readonly<Record<string, string>>;
  /** Default: the environment it is given, and 127.0.0.1. */
  permissions?: readonly string[];
}

export interface DenoFunction {
  /** Without a trailing slash. */
  url: string;
  /** SIGTERM, and the wait for the end. */
  stop(): Promise<void>;
  /** SIGKILL: a function that dies in the middle of its work. */
  kill(): Promise<void>;
  /** What it has printed so far. */
  output(): string;
}

const defaultPermissions = ["--allow-env", "--allow-net=127.0.0.1,localhost"];

/** The address that Deno prints once `Deno.serve` listens. */
const listeningPattern = /Listening on (http:\/\/127\.0\.0\.1:\d+)\//;

/**
 * Runs an edge function in a real Deno, on a free port, on the sources of the workspace.
 *
 * @example
 * const webhook = await startDenoFunction({ entry: "functions/whatsapp-call-webhook/index.ts", env });
 * await fetch(`${webhook.url}/whatsapp-call-webhook`, { method: "POST" });
 *
 * @throws Error with the function's output when it ends before it listens.
 */
export async function startDenoFunction(options: DenoFunctionOptions): Promise<DenoFunction> {
  const child = spawnDeno(
    [
      "run",
      "--no-prompt",
      ...(options.permissions ?? defaultPermissions),
      ...resolutionFlags(options),
      options.entry,
    ],
    { ...options.env, DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0" },
  );
  const forget = onProcessExit(() => child.kill("SIGKILL"));
  const ended = once(child, "close").finally(forget);
  let output = "";

  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const address = listeningPattern.exec(output)?.[1];
      if (address !== undefined) {
        resolve(address);
      }
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    ended.then(
      () => reject(new Error(`${options.entry} ended before it listened:\n${output}`)),
      reject,
    );
  });

  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return {
    url,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    output: () => output,
  };
}
