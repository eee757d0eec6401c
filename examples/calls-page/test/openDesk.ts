import { randomUUID } from "node:crypto";
import type { Call } from "@skale-calls/core";
import { controlSimulator } from "@skale-calls/testkit";
import { demoAgents } from "../../demo/src/seed/dealership.ts";
import type { Provider } from "../../demo/src/startStack.ts";
import { type AgentPage, type OpenPageOptions, openPage } from "./openPage.ts";
import type { World } from "./startPage.ts";

export interface Agent {
  id: string;
  email: string;
  password: string;
}

/** A call in the simulated WhatsApp: the answer of `GET /_sim/calls/{wacid}`. */
export type FarEnd = ReturnType<World["stack"]["simulator"]["calls"]>[number];

/** A branch with its own business number, agent and contact. Its calls ring nowhere else. */
export interface Desk {
  business: string;
  contact: string;
  agent: Agent;
  /** Adds an agent to the branch. */
  hire(): Promise<Agent>;
  /** The page with a signed-in agent, in a separate browser context. */
  openPage(options?: Partial<OpenPageOptions>): Promise<AgentPage>;
  /** How the contact handles calls: the body of `PUT /_sim/contacts/{phone}`. */
  behave(behaviour: object): Promise<void>;
  /** Makes the contact call: `POST /_sim/calls`. */
  ring(options?: object): Promise<void>;
  /** Makes the contact act on the branch's last call. */
  tell(act: "answer" | "hangup"): Promise<void>;
  /** The contact decides about calls now: `POST /_sim/contacts/{phone}/permission`. */
  decide(reply: "accept" | "accept_permanent" | "reject" | "revoke"): Promise<void>;
  /** Another system of the business asks the contact for the permission to call. */
  askElsewhere(): Promise<void>;
  /** WhatsApp changes the state of the branch's number: the body of `PUT /_sim/numbers/{phone}`. */
  changeNumber(state: object): Promise<void>;
  /** The row of the branch's only call; undefined before it exists. @throws when there are several. */
  readCall(): Promise<Call | undefined>;
  /** The row of the branch's newest call. */
  readLastCall(): Promise<Call | undefined>;
  /** The contact's side of the branch's last call; undefined until our row contains the call's WhatsApp id. */
  farEnd(): Promise<FarEnd | undefined>;
  /** The state of the pages, their errors, the calls, and the functions' output, to read after a failure. */
  describe(): Promise<string>;
  /** Closes the pages. @throws when one of them reported an unexpected error. */
  close(): Promise<void>;
}

/** @param provider the provider of the desk's number. Default: the one of inboxes that name none. */
export async function openDesk(world: World, provider: Provider = world.provider): Promise<Desk> {
  const { stack, freeNumbers } = world;
  const { sql } = world.database;
  const free = freeNumbers.findIndex((number) => number.provider === provider);
  const [number] = free < 0 ? [] : freeNumbers.splice(free, 1);
  if (!number) throw new Error("No business number is free: startPage.ts has a list of them.");
  const business = number.phone;
  const contact = business.replace("+52555", "+52556");
  const branch = randomUUID();
  const pages: AgentPage[] = [];
  await sql`insert into branches (id, name) values (${branch}, 'Sucursal Sur')`;
  await sql`insert into whatsapp_inboxes (branch_id, name, phone_number, provider_phone_id, provider)
    values (${branch}, 'Ventas Sur', ${business}, ${number.id}, ${provider === world.provider ? null : provider})`;

  /** Adds an agent with the password hash of the seeds, because computing a hash takes a tenth of a second. */
  async function hire(): Promise<Agent> {
    const id = randomUUID();
    const email = `${id}@sur.skale.example`;
    await sql`
      insert into auth.users (id, email, encrypted_password, email_confirmed_at, aud, role, raw_app_meta_data)
      select ${id}, ${email}, encrypted_password, email_confirmed_at, aud, role, raw_app_meta_data
      from auth.users where email = ${demoAgents.lucia.email}`;
    await sql`insert into users (id, branch_id, full_name) values (${id}, ${branch}, 'Irene Soto')`;
    return { id, email, password: stack.keys.agentPassword };
  }

  async function readCall(): Promise<Call | undefined> {
    const [call, ...others] = await sql<{ row: Call }[]>`
      select to_jsonb(c) as row from whatsapp_calls c where branch_id = ${branch}`;
    if (others.length > 0) throw new Error(`The branch has ${others.length} calls too many.`);
    return call?.row;
  }

  async function readLastCall(): Promise<Call | undefined> {
    const [call] = await sql<{ row: Call }[]>`
      select to_jsonb(c) as row from whatsapp_calls c where branch_id = ${branch}
      order by created_at desc limit 1`;
    return call?.row;
  }

  async function pathOfCall(): Promise<string | undefined> {
    const [last] = await sql<{ wacid: string | null }[]>`
      select provider_call_id as wacid from whatsapp_calls where branch_id = ${branch}
      order by created_at desc limit 1`;
    return last?.wacid ? `/calls/${encodeURIComponent(last.wacid)}` : undefined;
  }

  const agent = await hire();
  return {
    business,
    contact,
    agent,
    hire,
    async openPage(options) {
      const { browser } = world;
      const page = await openPage({ browser, url: stack.url, agent, ...options });
      pages.push(page);
      return page;
    },
    async behave(behaviour) {
      await controlSimulator(
        stack.simulator,
        "PUT",
        `/contacts/${encodeURIComponent(contact)}`,
        behaviour,
      );
    },
    async ring(options) {
      await controlSimulator(stack.simulator, "POST", "/calls", {
        from: contact,
        to: business,
        ...options,
      });
    },
    async tell(act) {
      await controlSimulator(stack.simulator, "POST", `${await pathOfCall()}/${act}`);
    },
    async decide(reply) {
      await controlSimulator(
        stack.simulator,
        "POST",
        `/contacts/${encodeURIComponent(contact)}/permission`,
        {
          business,
          reply,
        },
      );
    },
    async askElsewhere() {
      const { url, apiKey, meta } = stack.simulator;
      const template = { name: "call_permission_request", language: { code: "es" } };
      const message = { to: contact, type: "template", template };
      const headers = { "content-type": "application/json" };
      const answer = await (provider === "meta"
        ? fetch(`${url}/v25.0/${number.id}/messages`, {
            method: "POST",
            headers: { ...headers, authorization: `Bearer ${meta.accessToken}` },
            body: JSON.stringify({ messaging_product: "whatsapp", ...message }),
          })
        : fetch(`${url}/v2/whatsapp/messages/sendDirectly`, {
            method: "POST",
            headers: { ...headers, "x-api-key": apiKey },
            body: JSON.stringify({ from: business, ...message }),
          }));
      if (!answer.ok) throw new Error(`The message was refused: ${await answer.text()}`);
    },
    async changeNumber(state) {
      await controlSimulator(
        stack.simulator,
        "PUT",
        `/numbers/${encodeURIComponent(business)}`,
        state,
      );
    },
    readCall,
    readLastCall,
    async farEnd() {
      const path = await pathOfCall();
      return path === undefined ? undefined : controlSimulator(stack.simulator, "GET", path);
    },
    async describe() {
      const shown = await Promise.all(
        pages.map(async ({ page, problems }) =>
          page.isClosed() ? [] : [await page.locator("body").ariaSnapshot(), ...problems()],
        ),
      );
      const rows = await sql<{ row: Call }[]>`
        select to_jsonb(c) as row from whatsapp_calls c where branch_id = ${branch}`;
      const calls = stack.simulator.calls().filter(({ phoneId }) => phoneId === number.id);
      const outputs = Object.values(stack.functions).map((started) => started.output());
      return [...shown.flat(), JSON.stringify({ rows, calls }, null, 2), ...outputs].join("\n");
    },
    async close() {
      const problems = pages.flatMap((page) => page.problems());
      await Promise.all(pages.map((page) => page.context.close()));
      if (problems.length > 0) throw new Error(`The page complained:\n${problems.join("\n")}`);
    },
  };
}
