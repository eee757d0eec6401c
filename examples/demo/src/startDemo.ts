import { type DemoKeys, makeKeys } from "./keys.ts";
import { prepareDemo } from "./prepareDemo.ts";
import { contactsOf } from "./seed/consents.ts";
import { branches, centro } from "./seed/dealership.ts";
import { recordedAssets } from "./seed/recordedTalks.ts";
import { servePage } from "./servePage.ts";
import { type Stack, type StackOptions, startStack } from "./startStack.ts";

export interface DemoOptions extends Omit<StackOptions, "prepare" | "fallback"> {
  /** The folder of the built Calls page, as `buildPage` returns it. The rest of the demo starts during the build. */
  page: string | Promise<string>;
  /** Random by default. */
  keys?: DemoKeys;
}

export interface Demo extends Stack {
  /** The demo's keys, including the password of all agents of `dealership.ts`. */
  keys: DemoKeys;
}

const firstPhoneId = "461269257068832";

/**
 * Starts the dealership's Calls page on a complete stack with real audio, for `pnpm demo` and the browser tests. The
 * data is in memory unless `lite` names a folder.
 *
 * @example
 * const demo = await startDemo({ page: buildPage({ outDir }) });
 * await page.goto(demo.url);
 * await demo.stop();
 */
export async function startDemo({
  page,
  keys = makeKeys(),
  lite,
  simulator,
  providers = ["ycloud"],
  ...options
}: DemoOptions): Promise<Demo> {
  const { publishableKey, secretKey, jwtSecret } = keys;
  const serving = Promise.resolve(page).then((folder) =>
    servePage(folder, {
      publishableKey,
      iceServers: [],
      realtime: false,
      defaultCountry: "MX",
      accountTimeZone: "America/Mexico_City",
    }),
  );
  // The promise is awaited below. Until then, its rejection must not be unhandled.
  serving.catch(() => {});
  const stack = await startStack({
    ...options,
    providers,
    lite: { ...lite, publishableKey, secretKey, jwtSecret },
    prepare: (started) =>
      prepareDemo(started, {
        password: keys.agentPassword,
        provider: providers[0],
        phoneIds: branches.map((_, index) => phoneIdOf(index)),
      }),
    simulator: {
      apiKey: keys.ycloudKey,
      webhookSecret: keys.webhookSecret,
      webhookToken: keys.webhookToken,
      meta: { accessToken: keys.metaToken, appSecret: keys.metaAppSecret },
      businessPhones: branches.map(({ inbox }) => inbox.phone),
      phoneId: phoneIdOf(0),
      media: true,
      assets: recordedAssets,
      // Contacts give up after half a minute.
      unansweredMs: 30_000,
      ...simulator,
    },
    fallback: async (request) => (await serving)(request),
  });
  try {
    await serving;
    if (providers[0] === "ycloud") await enableCapture(stack);
    await describeContacts(stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return { ...stack, keys };
}

/** The simulator numbers the ids, starting with the first id. */
const phoneIdOf = (index: number) => String(BigInt(firstPhoneId) + BigInt(index));

/** Tells the simulator how the seeded contacts reply to permission requests. */
async function describeContacts({ simulator }: Stack): Promise<void> {
  for (const { phone, behaviour } of contactsOf(centro)) {
    const answer = await fetch(`${simulator.url}/_sim/contacts/${encodeURIComponent(phone)}`, {
      method: "PUT",
      body: JSON.stringify(behaviour),
    });
    if (!answer.ok) throw new Error(`A contact was not described: ${await answer.text()}`);
  }
}

/** Turns on recordings and transcripts for answered calls at YCloud. At Meta, the functions ask for them with each call. */
async function enableCapture({ simulator }: Stack): Promise<void> {
  for (const { inbox } of branches) {
    const path = `/v2/whatsapp/phoneNumbers/${simulator.wabaId}/${encodeURIComponent(inbox.phone)}/settings`;
    const answer = await fetch(`${simulator.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": simulator.apiKey },
      body: JSON.stringify({
        capture: {
          recordingEnabled: true,
          transcriptionEnabled: true,
          announcementLanguage: "es",
          purpose: "Demo",
        },
      }),
    });
    if (!answer.ok) throw new Error(`Capture was not enabled: ${await answer.text()}`);
  }
}
