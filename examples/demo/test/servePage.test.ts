import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Gateway, startGateway } from "@skale-calls/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { securityHeaders } from "../../calls-page/securityHeaders.ts";
import { buildPage } from "../src/buildPage.ts";
import { servePage } from "../src/servePage.ts";

const html = '<!doctype html><title>Página</title><script type="module" src="/main.js"></script>';
const asBrowser = { headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } };

let folder = "";
let gateway: Gateway;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "skale-page-"));
  const root = join(folder, "source");
  await mkdir(join(root, "public"), { recursive: true });
  await writeFile(join(root, "index.html"), html);
  await writeFile(join(root, "main.js"), "document.title = import.meta.env.MODE;");
  await writeFile(join(root, "public", "icon.svg"), "<svg/>");
  const page = await buildPage({ root, outDir: join(folder, "page") });
  gateway = await startGateway({
    routes: {},
    fallback: servePage(page, { publishableKey: "sb_publishable_test", realtime: false }),
  });
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  await rm(folder, { recursive: true });
});

const get = (path: string, init: RequestInit = {}) => fetch(`${gateway.url}${path}`, init);

it.for(["/", "/overview", "/overview?call=1", "/index.html"])(
  "%s is the page, asked for anew each time",
  async (path) => {
    const response = await get(path, asBrowser);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(await response.text()).toContain("<title>Página</title>");
  },
);

it.for(["/", "/config.json", "/nothing.js"])(
  "%s is framed by nobody and loads from its own origin",
  async (path) => {
    const { headers } = await get(path, asBrowser);
    expect(headers.get("content-security-policy")).toMatch(
      /default-src 'none'; script-src 'self';.*connect-src 'self';.*frame-ancestors 'none'/,
    );
    expect(headers.get("x-frame-options")).toBe("DENY");
  },
);

it("the page's headers allow its Supabase on another origin, and equal the headers in its README", async () => {
  const { "content-security-policy": policy, ...others } = securityHeaders(
    "https://abc.supabase.co/",
  );
  const readme = await readFile(new URL("../../calls-page/README.md", import.meta.url), "utf8");
  for (const value of [policy, ...Object.values(others)]) expect(readme).toContain(`\`${value}\``);
});

it("browsers may cache its assets for ever, and they are from a production build", async () => {
  const [, script = ""] = /src="(\/assets\/[^"]+)"/.exec(await (await get("/")).text()) ?? [];
  const response = await get(script);
  expect(response.headers.get("content-type")).toMatch(/javascript/);
  expect(response.headers.get("cache-control")).toMatch(/max-age=31536000, immutable/);
  expect(await response.text()).toContain("production");
});

it("another file has its content type and is revalidated each time", async () => {
  const response = await get("/icon.svg");
  expect(response.headers.get("content-type")).toMatch(/^image\/svg\+xml/);
  expect(response.headers.get("cache-control")).toBe("no-cache");
});

it("config.json contains the origin of its request", async () => {
  const origin = gateway.url.replace("127.0.0.1", "localhost");
  expect(await (await fetch(`${origin}/config.json`)).json()).toEqual({
    supabaseUrl: origin,
    publishableKey: "sb_publishable_test",
    realtime: false,
  });
});

it.for([
  ["/assets/gone.js", asBrowser],
  ["/overview", {}],
  ["/overview", { method: "POST", ...asBrowser }],
  ["/%2e%2e/source/main.js", {}],
] as const)("%s is a 404 in JSON: %j", async ([path, init]) => {
  const response = await get(path, init);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: "not found" });
});

it("a failed build reports the reason", async () => {
  const root = join(folder, "broken");
  await mkdir(root);
  await writeFile(join(root, "index.html"), html);
  await writeFile(join(root, "main.js"), 'import "./gone.js";');
  await expect(buildPage({ root, outDir: join(folder, "none") })).rejects.toThrow(
    /The page was not built:.*gone\.js/s,
  );
});
