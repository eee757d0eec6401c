import type { CallProvider } from "../ports/callProvider.ts";
import { errorCodes } from "../vocabulary/errorCodes.ts";
import { isCallsError, outcomeOf } from "../vocabulary/isCallsError.ts";
import type { ProviderBehaviour, ServedRequest } from "./createProviderServer.ts";
import { expectEqual as equal } from "./expectEqual.ts";

/** A provider under test, with the server behind it. */
export interface ProviderUnderTest {
  provider: CallProvider;
  /** One of our numbers, in E.164, and the provider's id of it. */
  business: { phone: string; phoneId: string };
  /** Sets how the provider's server treats every request from now on. */
  behave(behaviour: ProviderBehaviour): void;
  /**
   * The requests that reached the server. A provider without a server, such as a fake, omits this: then the cases about what
   * is sent are left out.
   */
  requests?: readonly ServedRequest[];
  /** The keys and tokens of the client. No error may contain them. */
  secrets: readonly string[];
}

export interface ProviderContractCase {
  name: string;
  run(under: ProviderUnderTest): Promise<void>;
}

interface Rule extends ProviderContractCase {
  /** The case is left out if the provider omits one of these methods. */
  needs?: readonly (keyof CallProvider)[];
  /** The case is left out without a server. */
  needsServer?: true;
}

const to = "+5215587654321";
const recipient = "MX.13491208655302741918";
const callId = "wacid.HBgNNTIxNTU4NzY1NDMyMRUCABEYFA==";
const sdp =
  "v=0\r\no=- 4054442297240208280 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:Uf7q\r\na=ice-pwd:pwdPwdPwdPwd1234567890\r\n";
const externalId = "call-permission:00000000-0000-4000-8000-0000000000f1";

type Command = (under: ProviderUnderTest) => Promise<unknown>;

/** Every method that has an effect. No implementation may repeat its request. */
const commands = {
  connect: ({ provider, business }) =>
    must(provider.connect).call(provider, { from: business.phone, to, sdp }),
  clickToCall: ({ provider, business }) =>
    must(provider.clickToCall).call(provider, { from: business.phone, to }),
  preAccept: ({ provider, business: { phoneId } }) =>
    must(provider.preAccept).call(provider, { phoneId, callId, sdp }),
  accept: ({ provider, business: { phoneId } }) =>
    must(provider.accept).call(provider, { phoneId, callId, sdp }),
  reject: ({ provider, business: { phoneId } }) => provider.reject({ phoneId, callId }),
  terminate: ({ provider, business: { phoneId } }) => provider.terminate({ phoneId, callId }),
  requestPermission: ({ provider, business }) =>
    must(provider.requestPermission).call(provider, { from: business.phone, to, externalId }),
} as const satisfies Partial<Record<keyof CallProvider, Command>>;

const names = Object.keys(commands) as (keyof typeof commands)[];

const optionalMethods = [
  "connect",
  "clickToCall",
  "preAccept",
  "accept",
  "requestPermission",
  "readPermission",
  "readAccount",
  "saveCallHours",
] as const satisfies readonly (keyof CallProvider)[];

/** What each failure means, as code and outcome. */
const failures: readonly {
  when: ProviderBehaviour;
  code: keyof typeof errorCodes;
  outcome: "rejected" | "ambiguous";
}[] = [
  { when: "bad_key", code: "provider_auth", outcome: "rejected" },
  { when: "rate_limited", code: "rate_limited", outcome: "rejected" },
  { when: "is_down", code: "provider_unreachable", outcome: "rejected" },
  { when: "breaks", code: "provider_unreachable", outcome: "ambiguous" },
  { when: "is_silent", code: "provider_timeout", outcome: "ambiguous" },
  { when: "fails", code: "provider_error", outcome: "ambiguous" },
  { when: "redirects", code: "provider_response_invalid", outcome: "ambiguous" },
];

const rules: readonly Rule[] = [
  {
    name: "has a name, and no optional method that is undefined",
    async run({ provider }) {
      equal(/^[a-z][a-z0-9_-]*$/.test(provider.name), true, `the name ${provider.name}`);
      for (const method of optionalMethods) {
        if (method in provider) equal(typeof provider[method], "function", method);
      }
      const seconds = provider.mediaSeconds ?? 1;
      equal(Number.isInteger(seconds) && seconds > 0, true, "mediaSeconds is whole and positive");
    },
  },
  {
    name: "dials a number with one request, and returns the call's id",
    needs: ["connect"],
    async run(under) {
      isId((await must(under.provider.connect)({ from: under.business.phone, to, sdp })).callId);
      const [request] = sentOnce(under);
      if (request) mentions(request, ["Uf7q", to.slice(1)]);
    },
  },
  {
    name: "dials a WhatsApp user whose number is not known",
    needs: ["connect"],
    async run(under) {
      const { provider, business } = under;
      isId((await must(provider.connect)({ from: business.phone, recipient, sdp })).callId);
      const [request] = sentOnce(under);
      if (request) mentions(request, [recipient]);
    },
  },
  {
    name: "dials without an SDP with one request, and returns the call's id",
    needs: ["clickToCall"],
    async run(under) {
      isId((await must(under.provider.clickToCall)({ from: under.business.phone, to })).callId);
      sentOnce(under);
    },
  },
  ...(["preAccept", "accept", "reject", "terminate"] as const).map(
    (name): Rule => ({
      name: `${name} sends one request, and returns nothing`,
      needs: [name],
      async run(under) {
        equal(await commands[name](under), undefined, "the result");
        sentOnce(under);
      },
    }),
  ),
  {
    name: "asks for the permission with one message that contains our id, and returns the message's id",
    needs: ["requestPermission"],
    async run(under) {
      const sent = (await commands.requestPermission(under)) as { messageId?: unknown };
      if (sent.messageId !== undefined) isId(sent.messageId);
      const [request] = sentOnce(under);
      if (request) mentions(request, [externalId.slice(-12)]);
    },
  },
  ...failures.map(
    ({ when, code, outcome }): Rule => ({
      name: `a server that ${when}: every command throws ${code}, ${outcome}, after one attempt`,
      async run(under) {
        under.behave(when);
        for (const name of names.filter((method) => method in under.provider)) {
          const before = under.requests?.length ?? 0;
          const error = await failureOf(commands[name](under));
          equal([error.code, outcomeOf(error)], [code, outcome], name);
          const attempts = when === "is_down" ? 0 : 1;
          if (under.requests)
            equal(under.requests.length - before, attempts, `attempts of ${name}`);
        }
      },
    }),
  ),
  {
    name: "a 200 that cannot be read leaves the outcome open",
    needsServer: true,
    async run(under) {
      under.behave("talks_nonsense");
      for (const name of ["connect", "clickToCall", "requestPermission"] as const) {
        if (!(name in under.provider)) continue;
        const result = await commands[name](under).then(
          (value) => value,
          (error: unknown) => error,
        );
        // A provider without a documented response may return no id instead.
        if (result instanceof Error) equal(outcomeOf(result), "ambiguous", name);
        else equal(result, {}, name);
      }
    },
  },
  {
    name: "a contact who has not allowed calls is told as no_permission",
    async run(under) {
      under.behave("no_permission");
      for (const name of ["connect", "clickToCall"] as const) {
        if (!(name in under.provider)) continue;
        const error = await failureOf(commands[name](under));
        equal([error.code, outcomeOf(error)], ["no_permission", "rejected"], name);
      }
    },
  },
  {
    name: "a rate limit is told with the seconds to wait",
    async run(under) {
      under.behave("rate_limited");
      const error = await failureOf(commands.terminate(under));
      equal([error.code, error.status, error.retryAfter], ["rate_limited", 429, 7], "the error");
    },
  },
  {
    name: "a refused key is our problem, not the agent's",
    async run(under) {
      under.behave("bad_key");
      equal((await failureOf(commands.terminate(under))).status, 502, "the HTTP status");
    },
  },
  {
    name: "no error reveals a key, an SDP or a number",
    needsServer: true,
    async run(under) {
      const hidden = [
        ...under.secrets,
        "Uf7q",
        "pwdPwdPwdPwd1234567890",
        to.slice(1),
        under.business.phone.slice(1),
      ];
      for (const behaviour of ["quotes", "breaks", "is_silent", "talks_nonsense"] as const) {
        under.behave(behaviour);
        for (const name of names.filter((method) => method in under.provider)) {
          const error = await commands[name](under).catch((thrown: unknown) => thrown);
          const found = hidden.filter((secret) => print(error).includes(secret));
          equal(found.length, 0, `secrets in the error of ${name}, when the server ${behaviour}`);
        }
      }
    },
  },
  {
    name: "input that is not valid is refused before anything is sent",
    needsServer: true,
    async run(under) {
      const { provider, business } = under;
      const { phone: from, phoneId } = business;
      const wrong: [string, Promise<unknown> | undefined][] = [
        ["a number without +", provider.connect?.({ from, to: to.slice(1), sdp })],
        ["a number without +", provider.clickToCall?.({ from, to: to.slice(1) })],
        ["no SDP", provider.connect?.({ from, to, sdp: "" })],
        ["no SDP", provider.accept?.({ phoneId, callId, sdp: "" })],
        ["no call", provider.terminate({ phoneId, callId: "" })],
        ["no message's contact", provider.requestPermission?.({ from, to: "", externalId })],
      ];
      for (const [what, promise] of wrong) {
        if (promise === undefined) continue;
        const { code } = await failureOf(promise);
        equal(["invalid_parameter", "sdp_invalid"].includes(code), true, `${what}: ${code}`);
      }
      equal(under.requests?.length, 0, "requests");
    },
  },
  {
    name: "finds the id of our number, and the number of the id",
    async run({ provider, business }) {
      equal(await provider.resolvePhoneId(business.phone), business.phoneId, "the id");
      equal(await provider.resolvePhone(business.phoneId), business.phone, "the number");
    },
  },
  {
    name: "does not know a number that is not ours",
    needsServer: true,
    async run({ provider, business }) {
      // A provider whose ids are the numbers themselves asks nobody.
      if (business.phoneId === business.phone) return;
      const error = await failureOf(provider.resolvePhoneId("+525599999999"));
      equal([error.code, outcomeOf(error)], ["provider_not_found", "rejected"], "the error");
    },
  },
  {
    name: "a look-up of our number that fails is a refusal, and nothing is sent",
    needsServer: true,
    async run(under) {
      const { provider, requests = [] } = under;
      const from = "+525599999999";
      const acts = {
        connect: () => provider.connect?.({ from, to, sdp }),
        requestPermission: () => provider.requestPermission?.({ from, to, externalId }),
        resolvePhoneId: () => provider.resolvePhoneId(from),
        resolvePhone: () => provider.resolvePhone("999999999999999"),
      };
      for (const behaviour of ["fails", "breaks", "is_silent", "talks_nonsense"] as const) {
        under.behave(behaviour);
        for (const [name, act] of Object.entries(acts)) {
          const before = requests.length;
          const thrown = await Promise.resolve(act()).catch((error: unknown) => error);
          const methods = requests.slice(before).map(({ method }) => method);
          // A provider that asks nobody for the number sends the command at once.
          if (methods[0] !== "GET") continue;
          const when = `${name}, when the server ${behaviour}`;
          equal([methods, outcomeOf(thrown)], [["GET"], "rejected"], when);
        }
      }
    },
  },
  {
    name: "downloads media as a response whose body is unread",
    async run({ provider }) {
      const response = await provider.downloadMedia("1002764438270001");
      equal([response.ok, response.bodyUsed], [true, false], "the response");
      equal((await response.text()).length > 0, true, "the body has content");
    },
  },
  {
    name: "media that no longer exist are told as media_not_found",
    async run(under) {
      under.behave("no_media");
      const error = await failureOf(under.provider.downloadMedia("1002764438270001"));
      equal([error.code, outcomeOf(error)], ["media_not_found", "rejected"], "the error");
    },
  },
  {
    name: "reads the facts of our number, and refuses a number that is not ours",
    needs: ["readAccount"],
    async run(under) {
      const { facts } = await must(under.provider.readAccount)(under.business.phone);
      const words = [facts.calling_status, facts.icon_visibility, facts.messaging_limit];
      for (const word of words) equal(word?.toUpperCase(), word, "a word of the facts");
      if (!under.requests) return;
      const error = await failureOf(must(under.provider.readAccount)("+525599999999"));
      equal(error.code, "provider_not_found", "the error");
    },
  },
  {
    name: "reads the permission of a contact",
    needs: ["readPermission"],
    async run({ provider, business }) {
      for (const contact of [{ to }, { recipient }]) {
        const read = await must(provider.readPermission)({ from: business.phone, ...contact });
        const statuses = ["no_permission", "temporary", "permanent", undefined];
        equal(statuses.includes(read.status), true, `the status ${read.status}`);
      }
    },
  },
  {
    name: "writes call hours, and switches them off",
    needs: ["saveCallHours"],
    async run({ provider, business }) {
      const save = must(provider.saveCallHours);
      const weekly = [{ day: 1, open: "09:00", close: "18:00" } as const];
      const hours = { time_zone: "America/Mexico_City", weekly, holidays: [] };
      equal(await save(business.phone, hours), undefined, "the result");
      equal(await save(business.phone, null), undefined, "the result");
    },
  },
];

/**
 * The rules of the `CallProvider` port, as cases that throw if a rule is broken. A case about a method that the provider omits
 * is left out, and so are the cases about requests of a provider without a server.
 *
 * @param sample a provider like those under test; only its methods are read.
 * @example
 * for (const { name, run } of callProviderContract(setUp())) it(name, () => run(setUp()));
 */
export function callProviderContract(sample: ProviderUnderTest): ProviderContractCase[] {
  return rules
    .filter(({ needs = [] }) => needs.every((method) => method in sample.provider))
    .filter(({ needsServer }) => !needsServer || sample.requests !== undefined)
    .map(({ name, run }) => ({ name, run }));
}

function must<T>(method: T | undefined): T {
  if (method === undefined) throw new Error("The provider has no such method.");
  return method;
}

async function failureOf(promise: Promise<unknown>) {
  const thrown = await promise.then(
    (value) => new Error(`nothing was thrown, but ${JSON.stringify(value)} returned`),
    (error: unknown) => error,
  );
  if (!isCallsError(thrown)) throw new Error("expected a CallsError", { cause: thrown });
  equal(thrown.code in errorCodes, true, `the code ${thrown.code} is in the catalogue`);
  return thrown;
}

function isId(value: unknown): void {
  equal(typeof value === "string" && value !== "", true, `the id ${String(value)} is a text`);
}

/** The requests of a command, without look-ups, which are GETs. Checks that there is one. */
function sentOnce({ requests }: ProviderUnderTest): readonly ServedRequest[] {
  if (!requests) return [];
  const sent = requests.filter(({ method }) => method !== "GET");
  equal(sent.length, 1, "requests");
  return sent;
}

function mentions({ url, body }: ServedRequest, texts: readonly string[]): void {
  const request = `${url} ${body} ${decodeURIComponent(body.replace(/%(?![0-9A-F]{2})/g, "%25"))}`;
  for (const text of texts) equal(request.includes(text), true, `the request contains ${text}`);
}

/** An error in the forms in which a log may contain it. */
function print(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? "";
  const own = JSON.stringify(error, Object.getOwnPropertyNames(error));
  const details = JSON.stringify((error as { details?: unknown }).details);
  const cause = error.cause === undefined ? "" : print(error.cause);
  return [String(error), JSON.stringify(error), own, details, error.stack, cause].join("\n");
}
