import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../examples/servers/src/node.ts", import.meta.url));

export interface NodeServer {
  pid: number;
  /** The address of the webhooks. */
  url: string;
  /** Stops the server as a load balancer does. */
  stop(): Promise<void>;
}

/** Starts the Node server of `examples/servers` in a process of its own. `CPU_PROFILES` is a folder for its profiles. */
export async function startNodeServer(databaseUrl: string, secret: string): Promise<NodeServer> {
  const { CPU_PROFILES, ...env } = process.env;
  const profile = CPU_PROFILES ? ["--cpu-prof", `--cpu-prof-dir=${CPU_PROFILES}`] : [];
  const child = spawn(process.execPath, ["--conditions=@skale-calls/source", ...profile, program], {
    env: {
      ...env,
      PORT: "0",
      DATABASE_URL: databaseUrl,
      YCLOUD_WEBHOOK_SECRET: secret,
      // The webhooks use neither of them.
      SUPABASE_URL: "http://127.0.0.1:1",
      SUPABASE_SECRET_KEY: "unused",
      YCLOUD_API_KEY: "unused",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const port = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const found = /Listening on .*port: (\d+)/s.exec(output)?.[1];
      if (found) resolve(found);
    });
    ended.then(([code]) => reject(new Error(`The server ended with ${code}:\n${output}`)), reject);
  });
  return {
    pid: child.pid as number,
    url: `http://127.0.0.1:${port}/api/whatsapp-webhook`,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
