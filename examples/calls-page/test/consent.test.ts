import { type ErrorCode, errorCodes } from "@skale-calls/core";
import { describe, expect } from "vitest";
import type { Desk } from "./openDesk.ts";
import type { AgentPage } from "./openPage.ts";
import { eventually, patience, test } from "./pageTest.ts";
import { provider } from "./startPage.ts";

/** A contact who has not allowed calls, and who replies when the test says so. */
const undecided = { permission: "none", permitted: false };

/** A refusal of the edge function, with the server's sentence. */
const refusal = (status: number, code: ErrorCode) => ({
  status,
  headers: { "access-control-allow-origin": "*" },
  json: { ok: false, code, error: errorCodes[code].en },
});

/** Whether the provider answers what the contact allows and how many requests are left. */
const isToldByProvider = provider === "meta";

const panelOf = ({ page }: AgentPage) => page.getByRole("region", { name: "Permiso para llamar" });

function fieldOf({ page }: AgentPage) {
  const name = "Número o nombre";
  return page.getByRole("combobox", { name }).or(page.getByRole("textbox", { name }));
}

/** Opens the page, writes the contact's number, and waits until the page knows about the permission. */
async function openContact(desk: Desk) {
  const agentPage = await desk.openPage();
  await fieldOf(agentPage).fill(desk.contact);
  const panel = panelOf(agentPage);
  await panel.waitFor();
  return { agentPage, panel };
}

const ask = (agentPage: AgentPage) => agentPage.button("Pedir permiso").click();

async function expectCall(desk: Desk, agentPage: AgentPage): Promise<void> {
  await panelOf(agentPage).getByRole("button", { name: "Llamar ahora" }).click();
  await agentPage.bar.getByText("En llamada").waitFor();
  await agentPage.button("Colgar").click();
  await agentPage.summary.getByText("Terminó bien").waitFor();
  expect((await desk.farEnd())?.direction).toBe("BUSINESS_INITIATED");
}

describe.concurrent("before a call", patience, () => {
  test("the permission is asked for, granted while the page waits, and used for a call", async ({
    desk,
  }) => {
    await desk.behave(undecided);
    const { agentPage, panel } = await openContact(desk);
    await panel.getByText("No consta que el contacto permita llamadas.").waitFor();
    await panel.getByText("WhatsApp admite 1 solicitud.").waitFor();
    await ask(agentPage);
    await panel.getByText("Esperando la respuesta del contacto. Solicitud leída.").waitFor();
    await panel.getByText("WhatsApp admite otra solicitud dentro de 24 horas.").waitFor();
    await desk.decide("accept");
    await panel.getByText("El contacto permite llamadas.").waitFor();
    await panel.getByText("El permiso vence dentro de 7 días.").waitFor();
    await expectCall(desk, agentPage);
  });

  test("the permission is refused, and a call that is made anyway is refused by WhatsApp", async ({
    desk,
  }) => {
    await desk.behave({ ...undecided, permission: "reject" });
    const { agentPage, panel } = await openContact(desk);
    await ask(agentPage);
    await panel.getByText("El contacto no permitió llamadas.").waitFor();
    agentPage.expectProblem(/status of 422/);
    await agentPage.button("Llamar").click();
    await agentPage.summary.getByText("El contacto no ha permitido llamadas").waitFor();
    expect(await desk.readCall()).toMatchObject({ error_code: "no_permission" });
  });

  test("the permission expires while the page shows it", async ({ desk }) => {
    await desk.behave({ ...undecided, permission: "accept", permissionMs: 10_000 });
    const { agentPage, panel } = await openContact(desk);
    await ask(agentPage);
    await panel.getByText("El contacto permite llamadas.").waitFor();
    // A provider that is asked can say that there is no permission before our clock says that it has expired.
    const over = isToldByProvider
      ? /El permiso para llamar venció\.|Según WhatsApp, el contacto no permite llamadas\./
      : "El permiso para llamar venció.";
    await panel.getByText(over).waitFor();
    expect(await panel.getByRole("button", { name: "Llamar ahora" }).isVisible()).toBe(false);
  });

  test("the permission is revoked by the contact", async ({ desk }) => {
    await desk.behave({ ...undecided, permission: "accept_permanent" });
    const { agentPage, panel } = await openContact(desk);
    await ask(agentPage);
    await panel.getByText("El contacto permite llamadas siempre.").waitFor();
    await desk.decide("revoke");
    // The page reads the permission again when the number is written again.
    await eventually(async () => {
      await fieldOf(agentPage).fill("");
      await fieldOf(agentPage).fill(desk.contact);
      await panel.getByText("El contacto retiró el permiso.").waitFor({ timeout: 2_000 });
    });
  });

  test("the permission cannot be asked for again on the same day", async ({ desk }) => {
    await desk.behave(undecided);
    const { agentPage, panel } = await openContact(desk);
    await ask(agentPage);
    await panel.getByText("WhatsApp admite otra solicitud dentro de 24 horas.").waitFor();
    await agentPage.page.reload();
    await fieldOf(agentPage).fill(desk.contact);
    await panel.getByText("WhatsApp admite otra solicitud dentro de 24 horas.").waitFor();
    expect(await panel.getByRole("button").count()).toBe(0);
  });

  test("another system has used up the quota of requests: Meta tells it, or WhatsApp refuses the request", async ({
    desk,
  }) => {
    await desk.behave(undecided);
    await desk.askElsewhere();
    const { agentPage, panel } = await openContact(desk);
    // Meta tells the quota when it is asked. At YCloud, only the refusal tells it.
    if (!isToldByProvider) {
      await panel.getByText("WhatsApp admite 1 solicitud.").waitFor();
      agentPage.expectProblem(/status of 409/);
      await ask(agentPage);
      await panel.getByText("Por ahora WhatsApp no acepta más solicitudes").waitFor();
    }
    await panel.getByText("WhatsApp admite otra solicitud dentro de 24 horas.").waitFor();
    expect(await panel.getByRole("alert").count()).toBe(0);
    expect(await panel.getByRole("button").count()).toBe(0);
  });

  test("the permission of a contact who is known by the user id alone, in the call's detail", async ({
    desk,
  }) => {
    const userId = `MX.${desk.contact.slice(1)}`;
    await desk.behave({ ...undecided, permission: "accept", hidePhone: true, userId });
    const agentPage = await desk.openPage();
    await desk.ring({ ringMs: 300 });
    const { page } = agentPage;
    await page.getByRole("main").getByText("Perdida", { exact: true }).first().waitFor();
    await page.getByRole("main").getByRole("link").first().click();
    await ask(agentPage);
    await expectCall(desk, agentPage);
  });

  test("a permission that exists for good is learnt from Meta, or from WhatsApp's refusal to ask", async ({
    desk,
  }) => {
    const { agentPage, panel } = await openContact(desk);
    if (!isToldByProvider) {
      agentPage.expectProblem(/status of 409/);
      await ask(agentPage);
    }
    await panel.getByText("El contacto permite llamadas siempre.").waitFor();
  });

  test("a call outside of business hours is marked in the list and in its detail", async ({
    desk,
    world,
  }) => {
    await world.database.sql`
      insert into whatsapp_call_hours (inbox_id, time_zone, weekly)
      select id, 'America/Mexico_City', '[]' from whatsapp_inboxes where phone_number = ${desk.business}`;
    const { page } = await desk.openPage();
    await desk.ring({ ringMs: 300 });
    const main = page.getByRole("main");
    await main.getByText("Perdida", { exact: true }).first().waitFor();
    await main.getByTitle("Fuera de horario").waitFor();
    await main.getByRole("link").first().click();
    await page.getByRole("dialog").getByText("Fuera de horario", { exact: true }).waitFor();
  });

  // Meta has no click-to-call.
  test.skipIf(provider === "meta")(
    "a number whose provider rings the agent's own phone is dialled without the browser",
    async ({ desk }) => {
      const agentPage = await desk.openPage();
      const { page } = agentPage;
      const sent: (string | undefined)[] = [];
      agentPage.expectProblem(/status of 4(?:00|22)/);
      await page.route("**/whatsapp-call", async (route) => {
        const { sdp } = route.request().postDataJSON() ?? {};
        sent.push(sdp);
        if (sdp === undefined) return route.continue();
        return route.fulfill(refusal(400, "sdp_unsupported"));
      });
      await agentPage.dial(desk.contact);
      await page.getByText("Contesta en tu teléfono.").waitFor();
      expect(sent).toEqual([expect.stringMatching(/^v=0/), undefined]);
      expect(await agentPage.summary.isVisible()).toBe(false);
      await eventually(async () =>
        expect(await desk.readCall()).toMatchObject({
          direction: "saliente",
          user_id: desk.agent.id,
          contact_phone: desk.contact,
        }),
      );

      await desk.tell("hangup");
      await page.route("**/pre-accept", (route) =>
        route.fulfill(refusal(422, "answering_unsupported")),
      );
      await desk.ring();
      await agentPage.answer();
      await agentPage.banner.getByText("Contesta en el teléfono que suena.").waitFor();
    },
  );

  test("the price of a minute is beside the dial button, if there is one", async ({ desk }) => {
    const agentPage = await desk.openPage();
    const { page } = agentPage;
    const input = fieldOf(agentPage);
    await input.fill("+995 555 123 456");
    await page.getByText(/Cuesta unos 0,0095\sUS\$ por minuto\./).waitFor();
    await input.fill(desk.contact);
    await page.getByText("Sin tarifa para este número.").waitFor();
  });
});

// WhatsApp's event is about the whole account, so every desk would see the restriction: this test runs last.
test("a restricted account: a banner, and no dialling", patience, async ({ desk }) => {
  await desk.changeNumber({ restriction: "RESTRICTED_BUSINESS_INITIATED_CALLING" });
  const reason = "WhatsApp pausó las llamadas desde este número.";
  const { page, button } = await desk.openPage();
  const banner = page.getByRole("main").getByRole("status").filter({ hasText: reason });
  await banner.getByText("Hasta el").waitFor();
  await page.getByRole("region", { name: "Marcar" }).getByText(reason).waitFor();
  expect(await button("Llamar").isDisabled()).toBe(true);
});
