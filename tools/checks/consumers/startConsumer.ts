import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Project } from "../packaging/installPackages.ts";
import { killGroup } from "../packaging/killGroup.ts";
import type { Consumer } from "./consumers.ts";

export interface StartedConsumer {
  stop(): Promise<void>;
}

/** Starts a consumer's server at a port, and waits until it answers. */
export async function startConsumer(
  consumer: Consumer,
  project: Project,
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<StartedConsumer> {
  const [program, ...args] = consumer.command(project, port);
  const child = spawn(program, args, {
    cwd: project.folder,
    // Nothing of this process's variables, such as the condition of the packages' sources.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = once(child, "close");
  const kill = killGroup(child);
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
  const deadline = Date.now() + 60_000;
  while (!(await answers())) {
    if (child.exitCode !== null || Date.now() > deadline) {
      kill();
      throw new Error(`${program} ${args.join(" ")} does not answer:\n${output}`);
    }
    await wait(50);
  }
  return {
    async stop() {
      kill();
      await ended;
    },
  };
}
