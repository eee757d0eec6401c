import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";

export interface Sample {
  url: string;
  stop(): Promise<void>;
}

type Env = Readonly<Record<string, string>>;

/** Runs a sample as its README says, in a separate process. */
export async function startProgram(name: string, port: number, env: Env): Promise<Sample> {
  const program = fileURLToPath(new URL(`../src/${name}`, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@skale-calls/source", program], {
    env: { ...env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Listening on")) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    ended.then(() => reject(new Error(`${name} ended before it listened:\n${output}`)), reject);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

type Route = Partial<Record<string, (request: Request) => Promise<Response>>>;

/** Routes requests as Next.js does below `app`: the path selects the file, and the method selects the export. */
export async function startNextRoutes(port: number, env: Env): Promise<Sample> {
  Object.assign(process.env, env);
  const [calls, webhook] = await Promise.all<Route>([
    import("../src/next/app/api/calls/[[...route]]/route.ts"),
    import("../src/next/app/api/whatsapp-webhook/route.ts"),
  ]);
  const answer = async (request: Request) => {
    const { pathname } = new URL(request.url);
    const isCalls = pathname === "/api/calls" || pathname.startsWith("/api/calls/");
    const isWebhook = pathname === "/api/whatsapp-webhook";
    const route = isCalls ? calls : isWebhook ? webhook : undefined;
    return (await route?.[request.method]?.(request)) ?? new Response(null, { status: 404 });
  };
  const server = createServer(getRequestListener(answer, { overrideGlobalObjects: false }));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const name of Object.keys(env)) delete process.env[name];
      server.close();
      server.closeAllConnections();
    },
  };
}
