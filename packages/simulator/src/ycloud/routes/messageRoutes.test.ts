import { describe, expect, it } from "vitest";
import {
  businessPhone,
  contactPhone,
  startTestSimulator,
} from "../../testKit/startTestSimulator.ts";

type TestSimulator = Awaited<ReturnType<typeof startTestSimulator>>;

/** Waits for the contact's reply to a request, which follows the message that opened the window and three deliveries. */
async function findReply({ receiver }: TestSimulator) {
  await receiver.until(5);
  const replies = receiver.received.filter(
    ({ body }) => body.whatsappInboundMessage?.type === "interactive",
  );
  expect(replies).toHaveLength(1);
  return replies[0]?.body;
}

describe("call permission requests", () => {
  const template = {
    type: "template",
    template: { name: "call_permission_request", language: { code: "es" } },
  };
  const interactive = {
    type: "interactive",
    interactive: { type: "call_permission_request", action: { name: "call_permission_request" } },
  };

  async function ask(permission: string | undefined, request: object, path = "messages") {
    const sim = await startTestSimulator();
    if (permission) await sim.setContact({ permission, permitted: false, userId: "MX.3" });
    await sim.request("POST", "/_sim/messages", { from: contactPhone, to: businessPhone });
    const message = { from: businessPhone, to: contactPhone, externalId: "e-1", ...request };
    const send = () => sim.request("POST", `/v2/whatsapp/${path}`, message);
    const sent = await send();
    return { sim, sent, send };
  }

  it("are answered by the contact, who may then be called for a week", async () => {
    const { sim, sent } = await ask("accept", template, "messages/sendDirectly");
    expect(sent.body).toMatchObject({
      wamid: expect.stringMatching(/^wamid\./),
      status: "accepted",
      externalId: "e-1",
    });
    expect((await sim.connect()).status).toBe(401);
    sim.clock.advance(400);
    const reply = await findReply(sim);
    expect(reply).toMatchObject({
      type: "whatsapp.inbound_message.received",
      whatsappInboundMessage: {
        from: contactPhone,
        fromUserId: "MX.3",
        to: businessPhone,
        type: "interactive",
        context: { from: businessPhone.slice(1), id: sent.body.wamid },
      },
    });
    expect(reply.whatsappInboundMessage.interactive).toEqual({
      type: "call_permission_reply",
      call_permission_reply: {
        response: "accept",
        is_permanent: false,
        expiration_timestamp: Math.floor(sim.clock.now() / 1000) + 7 * 86_400,
        response_source: "user_action",
      },
    });
    expect((await sim.connect()).status).toBe(200);
    sim.clock.advance(7 * 86_400_000);
    expect((await sim.connect()).status).toBe(401);
  });

  it.each([
    ["accept_permanent", { response: "accept", is_permanent: true }, 200],
    ["reject", { response: "reject" }, 401],
  ])("are answered by %s", async (permission, expected, status) => {
    const { sim, send } = await ask(permission, interactive);
    sim.clock.advance(400);
    const reply = await findReply(sim);
    expect(reply.whatsappInboundMessage.interactive.call_permission_reply).toEqual({
      ...expected,
      response_source: "user_action",
    });
    expect((await sim.connect()).status).toBe(status);
    const again = await send();
    expect(again.body.error?.whatsappApiError.code).toBe(status === 200 ? "138017" : "138009");
  });

  it.each([
    ["none", template],
    ["accept", { type: "text", text: { body: "hola" } }],
  ])("with %s and %j nothing is answered", async (permission, request) => {
    const { sim, sent } = await ask(permission, request);
    expect(sent.status).toBe(200);
    sim.clock.advance(1000);
    // The contact's own message, and the delivery of the business's message.
    await sim.receiver.until(4);
    expect(sim.clock.waiting()).toBe(0);
    expect((await sim.allTypes()).filter((type) => type.includes("inbound"))).toHaveLength(1);
  });

  it("need a template that exists", async () => {
    const { sim, sent, send } = await ask("accept", {
      type: "template",
      template: { name: "llamar", language: { code: "es" } },
    });
    expect(sent.body.error).toMatchObject({ status: 403, code: "WHATSAPP_TEMPLATE_UNAVAILABLE" });
    const input = {
      wabaId: sim.simulator.wabaId,
      name: "llamar",
      language: "es",
      category: "UTILITY",
      components: [
        { type: "BODY", text: "¿Podemos llamarle?" },
        { type: "CALL_PERMISSION_REQUEST" },
      ],
    };
    const created = await sim.request("POST", "/v2/whatsapp/templates", input);
    expect(created.body).toMatchObject({ ...input, status: "APPROVED" });
    expect((await sim.request("POST", "/v2/whatsapp/templates", input)).status).toBe(409);
    expect((await send()).status).toBe(200);
    sim.clock.advance(400);
    await findReply(sim);
  });

  it.each([
    [{ to: undefined }, "to"],
    [{ type: "template" }, "template"],
    [{ type: "interactive" }, "interactive"],
  ])("are checked: %j", async (more, target) => {
    const { sent } = await ask(undefined, { type: "text", ...more });
    expect(sent.body.error).toMatchObject({ status: 400, target });
  });
});

describe("call buttons", () => {
  it("a message with a call button is accepted, and asks for nothing", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ permitted: false });
    const sent = await sim.request("POST", "/v2/whatsapp/messages", {
      from: businessPhone,
      to: contactPhone,
      type: "interactive",
      interactive: {
        type: "voice_call",
        body: { text: "Llámanos" },
        action: { name: "voice_call", parameters: { display_text: "Llamar" } },
      },
    });
    expect(sent).toMatchObject({ status: 200, body: { status: "accepted" } });
    sim.clock.advance(1000);
    expect((await sim.connect()).status).toBe(401);
  });
});
