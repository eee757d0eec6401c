import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import { expect } from "vitest";
import { openPage } from "./openPage.ts";
import { eventually, expectTalk, patience, test } from "./pageTest.ts";

test(
  "a call stays usable while a detail is open, with mouse and keyboard",
  patience,
  async ({ desk }) => {
    const agentPage = await desk.openPage();
    const { page, banner, bar, button } = agentPage;
    await page.setViewportSize({ width: 1280, height: 800 });
    await desk.ring();
    await banner.getByRole("button", { name: "Contestar" }).click();
    await expectTalk(desk, agentPage);

    await page.getByRole("table").getByRole("link").first().click();
    const detail = page.getByRole("dialog", { name: "Detalle de la llamada" });
    await detail.getByText("Ventas Sur").waitFor();
    await bar.getByRole("button", { name: "Silenciar" }).click();
    await button("Activar micrófono").waitFor();
    await button("Activar micrófono").focus();
    await page.keyboard.press("Enter");
    await button("Silenciar").waitFor();
    await page.getByRole("complementary").getByLabel("Notas").fill("Llega a las cinco.");
    await eventually(async () => expect((await desk.readCall())?.notes).toBe("Llega a las cinco."));
    await expectTalk(desk, agentPage);
    // The two texts are identical.
    await eventually(async () =>
      expect(await detail.getByLabel("Notas").inputValue()).toBe("Llega a las cinco."),
    );

    await bar.getByRole("button", { name: "Colgar" }).click();
    await detail.getByText("Completada").waitFor();
    await detail.getByRole("button", { name: "Cerrar" }).click();
    await detail.waitFor({ state: "detached" });
  },
);

test("a past call's recording plays, and its transcript is shown", patience, async ({ world }) => {
  const [{ id } = { id: "" }] = await world.database.sql<{ id: string }[]>`
    select id from whatsapp_calls where recording_asset is not null and duration_seconds = 34`;
  const { stack, browser } = world;
  const agent = {
    id: "",
    email: "agente@demo.skale.example",
    password: stack.keys.agentPassword,
  };
  const agentPage = await openPage({ browser, url: stack.url, agent });
  const { page, button } = agentPage;
  await page.goto(`${stack.url}/?call=${id}`);
  await button("Cargar la grabación").click();
  const audio = page.locator("audio");
  await eventually(async () => {
    const seconds = await audio.evaluate((element: HTMLAudioElement) => element.duration);
    expect(Math.abs(seconds - 34)).toBeLessThan(0.3);
  });
  await audio.evaluate((element: HTMLAudioElement) => element.play());
  await eventually(async () =>
    expect(
      await audio.evaluate((element: HTMLAudioElement) => element.currentTime),
    ).toBeGreaterThan(0.3),
  );
  await button("Ver la transcripción").click();
  await page.getByRole("list", { name: "Transcripción" }).getByRole("listitem").first().waitFor();
  expect(agentPage.problems()).toEqual([]);
  await agentPage.context.close();
});

test(
  "a call's contact is the lead with its number in any notation; the account menu names the agent",
  patience,
  async ({ world, desk }) => {
    const { sql } = world.database;
    const [{ branch }] = await sql<[{ branch: string }]>`
    select branch_id as branch from users where id = ${desk.agent.id}`;
    const national = desk.contact.replace("+52", "");
    await sql`insert into leads (branch_id, full_name, phone)
    values (${branch}, 'Leticia Prado', ${`044 ${national.slice(0, 2)} ${national.slice(2, 6)}-${national.slice(6)}`})`;
    const seconds = 75;
    await sql`insert into whatsapp_calls
    (call_id, direction, status, contact_phone, contact_name, contact_profile_name, branch_id, claimed_by, rejected_at, duration_seconds)
    values (${`wacid.${randomUUID()}`}, 'entrante', 'cancelada', ${`+521${national}`}, 'Lety 🌸', 'Lety 🌸',
      ${branch}, ${desk.agent.id}, now(), ${seconds})`;
    const agentPage = await desk.openPage();
    const { page } = agentPage;
    const row = page.locator("tbody tr").filter({ hasText: "Leticia Prado" });
    await row.filter({ hasText: "1:15" }).filter({ hasText: "Tú" }).waitFor();
    await row.getByRole("link").click();
    const detail = page.getByRole("dialog", { name: "Detalle de la llamada" });
    await detail.getByText("Leticia Prado (por su número, sin vincular)").waitFor();
    await detail.getByText("1:15").waitFor();
    await detail.getByText("Lety 🌸").waitFor();
    await detail.getByRole("button", { name: "Vincular con Leticia Prado" }).click();
    await detail.getByText("sin vincular").waitFor({ state: "detached" });
    await detail.getByRole("button", { name: "Cerrar" }).click();
    await detail.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Cuenta: Irene Soto" }).click();
    await page.getByText(desk.agent.email).waitFor();
    expect(agentPage.problems()).toEqual([]);
  },
);

test(
  "a call's recording travels from WhatsApp to the player; the transcript follows, seeks and is searched",
  patience,
  async ({ world, desk }) => {
    const { stack, database } = world;
    const { sql } = database;
    const { simulator } = stack;
    const settings = `/v2/whatsapp/phoneNumbers/${simulator.wabaId}/${encodeURIComponent(desk.business)}/settings`;
    const capture = {
      recordingEnabled: true,
      transcriptionEnabled: true,
      announcementLanguage: "es",
      purpose: "Demo",
    };
    await fetch(`${simulator.url}${settings}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": simulator.apiKey },
      body: JSON.stringify({ capture }),
    });
    const agentPage = await desk.openPage();
    const { page, button } = agentPage;
    await desk.ring();
    await agentPage.answer();
    await expectTalk(desk, agentPage);
    await desk.tell("hangup");
    const readMedia = async () => {
      const { id = "" } = (await desk.readCall()) ?? {};
      return sql<{ id: string; kind: string; status: string; path: string | null }[]>`
        select id, kind, status, path from whatsapp_call_media where call = ${id} order by kind`;
    };
    await eventually(async () =>
      expect((await readMedia()).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
        "recording stored",
        "transcript stored",
      ]),
    );
    const call = await desk.readCall();
    expect(call?.transcript).toMatch(/^Hola, ¿en qué puedo ayudarle\?/);

    await page.getByRole("button", { name: "Buscar lo que se dijo" }).click();
    await page.getByRole("searchbox", { name: "Buscar lo que se dijo" }).fill("ayudar");
    await page.waitForURL(/said=ayudar/);
    const rows = page.locator("tbody tr");
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(1);
    await page.getByRole("searchbox").fill("cotización");
    await page.waitForURL(/said=cotiz/);
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(0);
    await page.getByRole("searchbox").fill("ayudar");
    await rows.first().getByRole("link").click();

    await button("Cargar la grabación").click();
    const audio = page.locator("audio");
    await eventually(async () =>
      expect(await audio.evaluate((element: HTMLAudioElement) => element.duration)).toBeGreaterThan(
        0.3,
      ),
    );
    await button("Ver la transcripción").click();
    const list = page.getByRole("list", { name: "Transcripción" });
    await list.getByRole("button", { name: "Hola," }).waitFor();
    // A click on a word plays from there, and the word is marked.
    await list.getByRole("button", { name: "Hola," }).click();
    await list.locator('[aria-current="true"]').first().waitFor();
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("¿en");
    await page.keyboard.press("Enter");
    await audio.evaluate((element: HTMLAudioElement) => element.pause());
    expect(
      await audio.evaluate((element: HTMLAudioElement) => element.currentTime),
    ).toBeGreaterThan(0.1);
    await page.getByRole("button", { name: /Velocidad/ }).click();
    await page.getByRole("option", { name: "1.5×" }).click();
    expect(await audio.evaluate((element: HTMLAudioElement) => element.playbackRate)).toBe(1.5);

    // A failure is shown, and an agent can ask for another attempt.
    const [{ id: recording = "" } = {}] = await readMedia();
    await sql`
      update whatsapp_call_media set status = 'failed', error_code = 'storage_unavailable', path = null
      where id = ${recording}`;
    await page.reload();
    await page.getByText(/La grabación aún no está guardada/).waitFor();
    await page.getByRole("status").getByRole("button", { name: "Reintentar" }).click();
    await page.getByText(/La grabación aún no está guardada/).waitFor({ state: "detached" });
    await eventually(async () => expect((await readMedia())[0]?.status).toBe("stored"));

    // An agent of another branch gets nothing.
    const { publishableKey, agentPassword: password } = stack.keys;
    const stranger = createClient(stack.url, publishableKey, { auth: { persistSession: false } });
    const { data } = await stranger.auth.signInWithPassword({
      email: "agente@demo.skale.example",
      password,
    });
    const token = data.session?.access_token ?? "";
    for (const medium of ["recording", "transcript"]) {
      const answer = await fetch(`${stack.url}/functions/v1/whatsapp-call/${call?.id}/${medium}`, {
        headers: { authorization: `Bearer ${token}`, apikey: publishableKey },
      });
      expect(answer.status).toBe(404);
    }
    const [, { path } = { path: "" }] = await readMedia();
    const stored = await stranger.storage.from("whatsapp-call-media").download(path ?? "");
    expect(stored.data).toBeNull();
    const said = await stranger.rpc("whatsapp_calls_page", { p_filters: { said: "ayudar" } });
    expect((said.data ?? []).map(({ id }: { id: string }) => id)).not.toContain(call?.id);
  },
);

const name = "Ñandú🌸".repeat(25);
/** Values of the database's maximum length: without spaces, right-to-left, and without optional fields. */
const calls = [
  { contact_name: name, notes: "x".repeat(10_000) },
  { contact_name: "محمد عبد الله ".repeat(14), notes: "ملاحظة ".repeat(300), error_code: "138006" },
  { contact_name: "photo\u202egnp.exe", contact_phone: null },
  { contact_name: null, contact_phone: null, direction: null },
];
const widths = [360, 640, 820, 1024, 1366, 1920];

test(
  "the calls begin in the window's top quarter and do not move, even with long values",
  patience,
  async ({ world, desk }) => {
    const agentPage = await desk.openPage();
    const { page } = agentPage;
    const { sql } = world.database;
    const [{ branch }] = await sql<[{ branch: string }]>`
    select branch_id as branch from users where id = ${desk.agent.id}`;
    for (const call of calls) {
      const row = {
        id: randomUUID(),
        call_id: `wacid.${randomUUID()}`,
        direction: "entrante",
        status: "fallida",
        contact_phone: desk.contact,
        branch_id: branch,
        ...call,
      };
      await sql`insert into whatsapp_calls ${sql(row)}`;
    }
    const rows = page.locator("tbody tr");
    await rows.nth(calls.length - 1).waitFor();

    for (const width of widths) {
      await page.setViewportSize({ width, height: 768 });
      const measure = () =>
        page.evaluate(() => {
          const boxes = [...document.querySelectorAll("tbody tr")].map((row) =>
            row.getBoundingClientRect(),
          );
          const clipped = [...document.querySelectorAll("tbody td")].filter(
            (cell) =>
              cell.scrollWidth > cell.clientWidth + 1 &&
              getComputedStyle(cell).overflow === "visible",
          );
          return {
            top: boxes[0]?.top ?? Number.NaN,
            heights: boxes.map(({ height }) => height),
            overflow: document.documentElement.scrollWidth - innerWidth,
            clipped: clipped.map(({ textContent }) => textContent?.slice(0, 20)),
          };
        });
      await expect
        .poll(async () => {
          const { top, heights, overflow, clipped } = await measure();
          return {
            isHigh: top <= 192,
            isDense: Math.max(...heights) <= 112,
            overflow,
            clipped,
          };
        })
        .toEqual({ isHigh: true, isDense: true, overflow: 0, clipped: [] });
    }

    await page.setViewportSize({ width: 1366, height: 768 });
    const top = () => rows.first().evaluate((row) => row.getBoundingClientRect().top);
    const before = await top();
    await page.getByRole("searchbox").fill("photo");
    await page.waitForURL(/q=photo/);
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(1);
    expect(await top()).toBe(before);
    await page.getByRole("button", { name: "Limpiar filtros" }).click();
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(calls.length);
    expect(await top()).toBe(before);

    // The complete text is in the popover and in the detail.
    await page.getByRole("button", { name: /^Notas: x/ }).click();
    const notes = page.getByRole("dialog", { name: "Notas" });
    expect(await notes.textContent()).toBe("x".repeat(10_000));
    expect(await notes.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByText(/^El contacto no ha permitido llamadas/).waitFor();
    expect(await rows.getByRole("link", { name: "photognp.exe" }).count()).toBe(1);
    for (const link of await rows.getByRole("link").all()) {
      await link.click();
      const detail = page.getByRole("dialog", { name: "Detalle de la llamada" });
      await detail.getByText("Qué pasó").waitFor();
      await page.setViewportSize({ width: 360, height: 768 });
      expect(await detail.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.keyboard.press("Escape");
      await detail.waitFor({ state: "detached" });
    }
    expect(agentPage.problems()).toEqual([]);
  },
);
