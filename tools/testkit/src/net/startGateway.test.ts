import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { denoCheck } from "../deno/runDeno.ts";
import { startDenoFunction } from "../deno/startDenoFunction.ts";
import { signUpUser } from "../lite/signUpUser.ts";
import { startLite } from "../lite/startLite.ts";
import { testSchemaSql } from "../lite/testSchema.ts";
import { close, listen } from "./listen.ts";
import { startGateway } from "./startGateway.ts";

/** The folder beside the node_modules whose packages the functions import. */
const home = fileURLToPath(new URL("../../", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(home, ".functions-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function writeFunction(name: string, source: string): Promise<string> {
  const entry = join(folder, `${name}.ts`);
  await writeFile(entry, source);
  return entry;
}

const whoAmI = `
  import { maskPhone } from "@skale-calls/core";
  import { createClient } from "npm:@supabase/supabase-js@2";

  const url = Deno.env.get("SUPABASE_URL")!;
  const key = Deno.env.get("SUPABASE_PUBLISHABLE_KEY")!;
  Deno.serve(async (request: Request): Promise<Response> => {
    const client = createClient(url, key, {
      global: { headers: { Authorization: request.headers.get("Authorization")! } },
    });
    const { data } = await client.rpc("describe_call", { argument: await request.json() });
    return Response.json({
      ...data,
      path: new URL(request.url).pathname,
      masked: maskPhone("+5215512345678"),
    });
  });
`;

test("a Deno function behind the gateway calls the API through it, as the user", async () => {
  const lite = await startLite();
  await lite.exec(testSchemaSql);
  const routes: Record<string, string> = { "/auth/v1": lite.url, "/rest/v1": lite.url };
  const gateway = await startGateway({ routes });
  const entry = await writeFunction("whoAmI", whoAmI);
  const who = await startDenoFunction({
    entry,
    env: { SUPABASE_URL: gateway.url, SUPABASE_PUBLISHABLE_KEY: lite.publishableKey },
  });
  onTestFinished(async () => {
    await who.stop();
    await gateway.stop();
    await lite.stop();
  });
  routes["/functions/v1/who-am-i"] = who.url;

  const api = { url: gateway.url, publishableKey: lite.publishableKey };
  const user = await signUpUser(api, { email: "ana@example.com", password: "a long password" });
  const client = createClient(gateway.url, lite.publishableKey, {
    global: { headers: { Authorization: `Bearer ${user.accessToken}` } },
  });
  const { data, error } = await client.functions.invoke("who-am-i", { body: { a: 1 } });
  expect(error).toBeNull();
  expect(data).toMatchObject({
    type: "object",
    user: "authenticated",
    uid: user.id,
    path: "/functions/v1/who-am-i",
    masked: expect.not.stringContaining("5512345"),
  });

  await who.kill();
  const dead = await fetch(`${gateway.url}/functions/v1/who-am-i`, { method: "POST" });
  expect(dead.status).toBe(502);
}, 60_000);

test("a function that does not start reports why, and sees only its own environment", async () => {
  const broken = await writeFunction("broken", 'throw new Error("no configuration");');
  await expect(startDenoFunction({ entry: broken })).rejects.toThrow(/no configuration/);

  process.env.TESTKIT_SECRET = "hidden";
  const environment = await writeFunction(
    "environment",
    'Deno.serve(() => Response.json(Deno.env.get("TESTKIT_SECRET") ?? null)); console.log("ready");',
  );
  const served = await startDenoFunction({ entry: environment });
  onTestFinished(() => served.stop());
  expect(await (await fetch(served.url)).json()).toBeNull();
  expect(served.output()).toContain("Listening on");
});

test("deno check passes correct code and reports errors", async () => {
  const importing = 'import { createClient } from "npm:@supabase/supabase-js@2";';
  const sound = await writeFunction("sound", `${importing} export const create = createClient;`);
  await denoCheck([sound]);
  const wrong = await writeFunction(
    "wrong",
    `${importing} export const create: number = createClient;`,
  );
  await expect(denoCheck([wrong])).rejects.toThrow(/not assignable to type 'number'/);
});

test("the gateway streams, keeps headers, and answers 404 or the fallback elsewhere", async () => {
  let finish = () => {};
  const [server, port] = await listen((request, response) => {
    response.writeHead(
      200,
      [
        ["access-control-allow-origin", "https://example.com"],
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
        ["x-path", request.url ?? ""],
      ].flat(),
    );
    response.write("first ");
    finish = () => response.end("last");
  }, 0);
  const routes = { "/rest/v1": `http://127.0.0.1:${port}` };
  const gateway = await startGateway({ routes });
  const withPage = await startGateway({ routes, fallback: () => new Response("a page") });
  onTestFinished(async () => {
    await Promise.all([gateway.stop(), withPage.stop(), close(server)]);
  });

  const response = await fetch(`${gateway.url}/rest/v1/notes?select=*`);
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toBe("first ");
  finish();
  const last = await reader?.read();
  expect(new TextDecoder().decode(last?.value)).toBe("last");
  expect(response.headers.get("access-control-allow-origin")).toBe("https://example.com");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(response.headers.get("x-path")).toBe("/rest/v1/notes?select=*");

  expect((await fetch(`${gateway.url}/rest/v10`)).status).toBe(404);
  expect((await fetch(`${gateway.url}/`)).status).toBe(404);
  expect(await (await fetch(`${withPage.url}/`)).text()).toBe("a page");
});
