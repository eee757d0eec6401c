import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "@skale-calls/testkit";

export interface Coturn {
  /** The address for a browser that reaches the server only by TCP. */
  url: string;
  /** The secret of its credentials. */
  secret: string;
  /** Everything that the server has logged. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts a coturn of its own on 127.0.0.1 and a free port, which accepts only short-lived credentials.
 *
 * @throws Error if coturn is not installed, or if it ends before it listens.
 */
export async function startCoturn(): Promise<Coturn> {
  const folder = await mkdtemp(join(tmpdir(), "skale-turn-"));
  const secret = crypto.randomUUID();
  const port = await findFreePort();
  const file = join(folder, "turnserver.conf");
  await writeFile(
    file,
    [
      `listening-port=${port}`,
      "listening-ip=127.0.0.1",
      "relay-ip=127.0.0.1",
      // The simulated contacts are on this machine. A real server must not relay to its own network.
      "allow-loopback-peers",
      "use-auth-secret",
      `static-auth-secret=${secret}`,
      "realm=skale.example",
      "no-tls",
      "no-dtls",
      "no-cli",
      "verbose",
      "log-file=stdout",
      `pidfile=${join(folder, "pid")}`,
      `userdb=${join(folder, "turndb")}`,
    ].join("\n"),
    { mode: 0o600 },
  );

  let output = "";
  const server = spawn("turnserver", ["-c", file], { stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const ended = once(server, "close");
  ended.catch(() => {});
  const stop = async () => {
    if (isRunning(server)) server.kill("SIGKILL");
    await ended.catch(() => {});
    await rm(folder, { recursive: true });
  };
  try {
    await listens(server, port);
  } catch (cause) {
    await stop();
    const hint = "Install coturn (on Debian and Ubuntu: apt-get install coturn).";
    throw new Error(`coturn did not start. ${hint}\n${output}`, { cause });
  }
  return { url: `turn:127.0.0.1:${port}?transport=tcp`, secret, log: () => output, stop };
}

const isRunning = ({ pid, exitCode, signalCode }: ChildProcess) =>
  pid !== undefined && exitCode === null && signalCode === null;

/** Resolves when the server accepts connections; rejects if it ends before, or after 20 s. */
async function listens(server: ChildProcess, port: number): Promise<void> {
  let failure: Error | undefined;
  server.once("error", (error) => {
    failure = error;
  });
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    if (failure !== undefined || !isRunning(server)) throw failure ?? new Error("It ended.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("It does not listen.");
}
