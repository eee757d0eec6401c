import { describe, expect, it } from "vitest";
import { businessPhone, contactPhone, startTestSimulator } from "../testKit/startTestSimulator.ts";

const hour = 3_600_000;
const day = 24 * hour;
const otherPhone = "+525550002222";

const template = {
  type: "template",
  template: { name: "call_permission_request", language: { code: "es" } },
};
const freeForm = {
  type: "interactive",
  interactive: { type: "call_permission_request", action: { name: "call_permission_request" } },
};

/** Starts a simulator whose contact has not allowed calls. */
async function startWithContact(behaviour: object = {}) {
  const sim = await startTestSimulator({ businessPhones: [businessPhone, otherPhone] });
  const path = `/_sim/contacts/${encodeURIComponent(contactPhone)}/permission`;
  await sim.setContact({ permission: "none", ...behaviour });
  const codeOf = ({ body }: Awaited<ReturnType<typeof sim.request>>) =>
    body.error?.whatsappApiError?.code as string | undefined;
  return {
    ...sim,
    /** Sends a request. Returns WhatsApp's error code, or undefined if the request is accepted. */
    ask: async (more: object = {}, route = "messages/sendDirectly") =>
      codeOf(
        await sim.request("POST", `/v2/whatsapp/${route}`, {
          from: businessPhone,
          to: contactPhone,
          ...template,
          ...more,
        }),
      ),
    dial: async (more: object = {}) => codeOf(await sim.connect(more)),
    decide: (reply: string, more: object = {}) =>
      sim.request("POST", path, { business: businessPhone, reply, ...more }),
    permission: async (business = businessPhone) =>
      (await sim.request("GET", `${path}?business=${encodeURIComponent(business)}`)).body,
    setNumber: (state: object) =>
      sim.request("PUT", `/_sim/numbers/${encodeURIComponent(businessPhone)}`, state),
    /** The events of messages and permissions so far, in order. */
    async events(count: number) {
      await sim.receiver.until(count);
      return sim.receiver.received
        .map(({ body }) => body.whatsappMessage ?? body.whatsappInboundMessage)
        .filter(Boolean);
    },
  };
}

const replyOf = (message: { interactive?: { call_permission_reply?: object } } | undefined) =>
  message?.interactive?.call_permission_reply;

describe("the limits of requests", () => {
  it.each([
    ["a second one in the same day", [0, day - 1], "138009"],
    ["a second one a day later", [0, day], undefined],
    ["a third one in the same week", [0, day, 7 * day - 1], "138009"],
    ["a third one a week after the first", [0, day, 7 * day], undefined],
  ])("%s", async (_, times, expected) => {
    const sim = await startWithContact();
    const started = sim.clock.now();
    const codes = [];
    for (const time of times) {
      sim.clock.advance(started + time - sim.clock.now());
      codes.push(await sim.ask());
    }
    expect(codes).toEqual([...times.slice(1).map(() => undefined), expected]);
  });

  it.each(["business", "user"])("are reset by a connected call of the %s", async (who) => {
    const sim = await startWithContact({ permission: "accept", talkMs: 1_000 });
    await sim.setContact({ permission: "accept", permitted: false, talkMs: 1_000 });
    expect(await sim.ask()).toBeUndefined();
    sim.clock.advance(1_000);
    expect(await sim.ask()).toBe("138009");
    if (who === "business") await sim.dial();
    else await sim.accept(await sim.userCalls());
    sim.clock.advance(10_000);
    expect(await sim.ask()).toBeUndefined();
  });

  it("are separate for each number of the business", async () => {
    const sim = await startWithContact();
    expect(await sim.ask()).toBeUndefined();
    expect(await sim.ask({ from: otherPhone })).toBeUndefined();
  });
});

describe("a permission", () => {
  it("belongs to one number of the business, and ends at its time", async () => {
    const sim = await startWithContact();
    await sim.setContact({ permission: "accept", permitted: false, permissionMs: hour });
    await sim.ask();
    sim.clock.advance(400);
    expect(await sim.permission()).toMatchObject({ status: "temporary", canReply: true });
    expect(await sim.permission(otherPhone)).toMatchObject({ status: "none", canReply: false });
    expect(await sim.dial({ from: otherPhone })).toBe("138006");
    sim.clock.advance(hour);
    expect(await sim.dial()).toBe("138006");
    expect(await sim.permission()).toMatchObject({ status: "none", expiresAt: null });
  });

  it("of the description can have an end, also in the past", async () => {
    const sim = await startWithContact();
    const at = (ms: number) => new Date(sim.clock.now() + ms).toISOString();
    await sim.setContact({ permittedUntil: at(-hour) });
    expect(await sim.dial()).toBe("138006");
    await sim.setContact({ permittedUntil: at(hour) });
    expect(await sim.permission()).toMatchObject({ status: "temporary", expiresAt: at(hour) });
    expect(await sim.dial()).toBeUndefined();
  });

  it("that is permanent stops further requests, also if it was never requested", async () => {
    const sim = await startWithContact();
    await sim.decide("accept_permanent");
    expect(replyOf((await sim.events(1))[0])).toEqual({
      response: "accept",
      is_permanent: true,
      response_source: "user_action",
    });
    expect((await sim.events(1))[0]).not.toHaveProperty("context");
    expect(await sim.ask()).toBe("138017");
    expect(await sim.dial()).toBeUndefined();
  });

  it("is given by hand, changed, refused and revoked", async () => {
    const sim = await startWithContact();
    expect((await sim.decide("accept")).status).toBe(409);
    await sim.ask();
    sim.clock.advance(400);
    for (const [reply, status] of [
      ["reject", "none"],
      ["accept", "temporary"],
      ["accept_permanent", "permanent"],
      ["revoke", "none"],
    ] as const) {
      expect((await sim.decide(reply)).body).toMatchObject({ status });
    }
    const decisions = (await sim.events(7)).slice(3);
    const { wamid } = (await sim.permission()).requests[0];
    expect(decisions.map((message) => message.context?.id)).toEqual([
      ...[wamid, wamid, wamid],
      undefined,
    ]);
    expect(replyOf(decisions[3])).toEqual({ response: "reject", response_source: "user_action" });
    await sim.decide("accept_permanent");
    await sim.decide("revoke", { isReported: false });
    await sim.events(8);
    expect(await sim.allTypes()).toHaveLength(8);
    expect(await sim.dial()).toBe("138006");
  });

  it("cannot be given by a reply to a request of more than a week ago", async () => {
    const sim = await startWithContact();
    await sim.ask();
    sim.clock.advance(7 * day);
    expect((await sim.decide("accept")).status).toBe(409);
  });

  it("is revoked after four calls in a row that the user rejected or did not answer", async () => {
    const sim = await startWithContact({ onIncoming: "reject", permitted: true });
    const callTimes = async (times: number) => {
      for (let call = 0; call < times; call++) {
        expect(await sim.dial()).toBeUndefined();
        sim.clock.advance(60_000);
      }
    };
    await callTimes(3);
    await sim.accept(await sim.userCalls());
    sim.clock.advance(day);
    await callTimes(3);
    expect(await sim.permission()).toMatchObject({ status: "permanent", unanswered: 3 });
    await callTimes(1);
    expect(await sim.dial()).toBe("138006");
    const [last] = (await sim.events(31)).slice(-1);
    expect(replyOf(last)).toEqual({ response: "reject", response_source: "automatic" });
    expect(last).not.toHaveProperty("context");
  });

  it("is not revoked because of calls that the business ends", async () => {
    const sim = await startWithContact({ onIncoming: "ignore", permitted: true });
    for (let call = 0; call < 5; call++) {
      const { body } = await sim.connect();
      sim.clock.advance(1_000);
      await sim.step("terminate", body.wacid);
    }
    expect(await sim.permission()).toMatchObject({ status: "permanent", unanswered: 0 });
  });

  it.each([true, false])("is given by the user's call if the setting is %s", async (isOn) => {
    const sim = await startWithContact();
    await sim.setNumber({ callbackPermission: isOn });
    const wacid = await sim.userCalls({ ringMs: 1_000 });
    sim.clock.advance(2_000);
    expect(await sim.dial()).toBe(isOn ? undefined : "138006");
    if (!isOn) return;
    const [given] = await sim.events(3);
    expect(given.context.id).toBe(wacid);
    expect(replyOf(given)).toMatchObject({ response: "accept", response_source: "automatic" });
  });
});

describe("a free-form request", () => {
  it.each(["message", "call"])(
    "is accepted for 24 hours after the contact's %s",
    async (opener) => {
      const sim = await startWithContact();
      const parties = { from: contactPhone, to: businessPhone };
      expect(await sim.ask(freeForm)).toBe("131047");
      if (opener === "call") await sim.userCalls({ ringMs: 1_000 });
      else await sim.request("POST", "/_sim/messages", parties);
      sim.clock.advance(day - 1);
      expect(await sim.ask(freeForm)).toBeUndefined();
      sim.clock.advance(1);
      expect(await sim.ask(freeForm)).toBe("131047");
    },
  );

  it("that is queued outside the window fails in an event", async () => {
    const sim = await startWithContact();
    expect(await sim.ask(freeForm, "messages")).toBeUndefined();
    sim.clock.advance(1_000);
    expect(await sim.events(1)).toMatchObject([
      { status: "failed", errorCode: "131047", whatsappApiError: { code: "131047" } },
    ]);
    expect(await sim.ask()).toBeUndefined();
  });
});

describe("the delivery of a request", () => {
  it("is reported with the whole message", async () => {
    const sim = await startWithContact();
    await sim.ask({ externalId: "ask-1" });
    sim.clock.advance(1_000);
    const [sent, delivered, read] = await sim.events(3);
    expect(sent).toEqual({
      id: expect.any(String),
      wamid: expect.stringMatching(/^wamid\./),
      wabaId: sim.simulator.wabaId,
      from: businessPhone,
      to: contactPhone,
      ...template,
      externalId: "ask-1",
      status: "sent",
      createTime: "2026-11-22T10:00:00.500Z",
      updateTime: "2026-11-22T10:00:00.600Z",
      sendTime: "2026-11-22T10:00:00.600Z",
    });
    expect(delivered).toMatchObject({
      ...sent,
      status: "delivered",
      updateTime: expect.anything(),
    });
    expect(read).toMatchObject({
      status: "read",
      deliverTime: "2026-11-22T10:00:00.700Z",
      readTime: "2026-11-22T10:00:00.800Z",
    });
  });

  it.each([
    ["sent", {}, ["sent"], false],
    ["delivered", {}, ["sent", "delivered"], true],
    ["failed", { messageError: "131049" }, ["failed"], false],
  ])("ends at %s, and the user replies only to a message that is there", async (...row) => {
    const [onMessage, more, statuses, replies] = row;
    const sim = await startWithContact();
    await sim.setContact({ permission: "accept", permitted: false, onMessage, ...more });
    await sim.ask();
    sim.clock.advance(1_000);
    const events = await sim.events(statuses.length + Number(replies));
    expect(events.map(({ status }) => status).filter(Boolean)).toEqual(statuses);
    expect((await sim.permission()).status).toBe(replies ? "temporary" : "none");
    if (onMessage === "failed") expect(events[0]).toMatchObject({ errorCode: "131049" });
    expect(await sim.ask()).toBe(onMessage === "failed" ? undefined : "138009");
  });

  it("stops at a reset", async () => {
    const sim = await startWithContact();
    await sim.ask();
    await sim.request("POST", "/_sim/reset");
    expect(sim.clock.waiting()).toBe(0);
    expect(await sim.permission()).toMatchObject({ requests: [], status: "permanent" });
  });
});

describe("a contact who is known by the user id alone", () => {
  it("is asked, replies and is called without a phone in any event", async () => {
    const sim = await startWithContact();
    const hidden = { userId: "MX.77", hidePhone: true };
    await sim.setContact({ ...hidden, permission: "accept", permitted: false });
    const byId = { to: undefined, recipient: "MX.77" };
    expect(await sim.dial(byId)).toBe("138006");
    expect(await sim.ask(byId)).toBeUndefined();
    sim.clock.advance(1_000);
    const [sent, , , reply] = await sim.events(4);
    expect(sent).toMatchObject({ recipient: "MX.77" });
    expect(reply).toMatchObject({ fromUserId: "MX.77", context: { id: sent.wamid } });
    expect(await sim.dial(byId)).toBeUndefined();
    const digits = Buffer.from(sent.wamid.replace("wamid.", ""), "base64").toString("latin1");
    expect(digits).not.toContain(contactPhone.slice(1));
    expect(sim.receiver.received.some(({ rawBody }) => rawBody.includes(contactPhone))).toBe(false);
    expect(await sim.ask({ to: undefined, recipient: "MX.0" })).toBeUndefined();
  });
});

describe("the state of a number", () => {
  const both = "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING";

  it.each([
    [{ restriction: "RESTRICTED_BUSINESS_INITIATED_CALLING" }, "138014", "138014", 201],
    [{ restriction: "RESTRICTED_USER_INITIATED_CALLING" }, undefined, undefined, 409],
    [{ restriction: both }, "138014", "138014", 409],
    [{ calling: "DISABLED" }, "138000", undefined, 409],
  ])("%j decides who may call", async (state, dialled, asked, incoming) => {
    const sim = await startWithContact({ permittedUntil: "2027-01-01T00:00:00Z" });
    await sim.setNumber(state);
    expect(await sim.dial()).toBe(dialled);
    if (dialled === undefined) sim.clock.advance(day);
    expect(await sim.ask()).toBe(asked);
    const body = { from: "+525500000001", to: businessPhone };
    expect((await sim.request("POST", "/_sim/calls", body)).status).toBe(incoming);
  });

  it("reports a restriction in an event, and ends it in time", async () => {
    const sim = await startWithContact();
    const { body } = await sim.setNumber({ restriction: both });
    expect(body).toMatchObject({ restriction: both, restrictedUntil: "2026-11-29T10:00:00.500Z" });
    const [event] = await sim.receiver.until(1);
    expect(event?.body).toMatchObject({
      type: "whatsapp.business_account.updated",
      whatsappBusinessAccount: {
        id: sim.simulator.wabaId,
        updateEvent: "ACCOUNT_RESTRICTION",
        restrictions: [{ restrictionType: both, expiration: "2026-11-29T10:00:00.500Z" }],
      },
    });
    const path = `/_sim/numbers/${encodeURIComponent(businessPhone)}`;
    sim.clock.advance(7 * day - 1);
    expect((await sim.request("GET", path)).body).toMatchObject({ restriction: both });
    sim.clock.advance(1);
    expect((await sim.request("GET", path)).body).toMatchObject({ restriction: null });
  });
});
