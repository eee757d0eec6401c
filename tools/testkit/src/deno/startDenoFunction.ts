import { once } from "node:events";
import { onProcessExit } from "../onProcessExit.ts";
import { type DenoResolution, resolutionFlags, spawnDeno } from "./runDeno.ts";

export interface DenoFunctionOptions extends DenoResolution {
  /** The module that calls `Deno.serve`. */
  entry: string;
  /** All environment variables of the function. */
  env?: Readonly<Record<string, string>>;
  /** Deno's permission flags. Default: the function's environment variables, and the network of 127.0.0.1. */
  permissions?: readonly string[];
}

export interface DenoFunction {
  /** The function's address, without a trailing slash. */
  url: string;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<void>;
  /** Sends SIGKILL, to test a function that dies during its work. */
  kill(): Promise<void>;
  /** The output so far. */
  output(): string;
}

const defaultPermissions = ["--allow-env", "--allow-net=127.0.0.1,localhost"];

/** Finds the address that Deno prints when `Deno.serve` listens. */
const listeningPattern = /Listening on (http:\/\/127\.0\.0\.1:\d+)\//;

/**
 * Runs an edge function in a real Deno, on a free port, with the sources of the workspace.
 *
 * @example
 * const webhook = await startDenoFunction({ entry: "functions/whatsapp-call-webhook/index.ts", env });
 * await fetch(`${webhook.url}/whatsapp-call-webhook`, { method: "POST" });
 *
 * @throws Error with the function's output when the function ends before it listens.
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
