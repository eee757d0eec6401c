import { parseArgs } from "node:util";
import * as z from "zod";
import { providers } from "./calls/calls.ts";
import type { SimulatorOptions } from "./simulatorOptions.ts";
import { startSimulator } from "./startSimulator.ts";
import { trigger } from "./trigger/trigger.ts";
import { triggerEventsOf } from "./trigger/triggerEvents.ts";

export interface CliIo {
  out(line: string): void;
  err(line: string): void;
  /** Stops the command `start`. Default: Ctrl-C. */
  signal?: AbortSignal;
}

const help = `skale-calls-simulator [start] [options]     a local YCloud and a local Meta with simulated WhatsApp users
  --port <n>               default: a free port
  --host <name>            default: 127.0.0.1
  --api-key <key>          default: a random key
  --webhook-url <url>      receives the signed webhooks of both, and the flat events of click-to-call
  --webhook-secret <s>     signs YCloud's events; default: a random secret
  --webhook-token <t>      sent with the flat events
  --provider <name>        whose customers the business numbers are: ycloud (default) or meta
  --business-phone <+n>    repeat it for several numbers
  --meta-phone <+n>        a business number at Meta, beside those at YCloud; repeat it for several numbers
  --meta-access-token <t>  --meta-app-secret <s>     default: random
  --phone-id <id>  --waba-id <id>  --click-to-call-path <path>
  --retry-scale <x>        multiplies the waits of the retry schedule: with 0.001, 10 s are 10 ms
  --ring-ms <n>  --talk-ms <n>  --unanswered-ms <n>
  --media                  calls have real audio: users speak and listen over WebRTC
  --media-address <ip>     another address for the audio; default: 127.0.0.1; repeat it for several
  --quiet                  prints no line for each call and delivery

skale-calls-simulator trigger <event> --url <url> [options]     posts an event to your webhook
  --provider <name>        whose webhook: ycloud (default) or meta
  --secret <s>             the secret of YCloud's endpoint (whsec_...), or of Meta's app
  --token <t>              sent with the flat events
  --wacid <id>  --from <+n>  --to <+n>  --phone-id <id>
  --outgoing               the business made the call (for terminate, recording, transcription, flat)
  --count <n>              default: 1
skale-calls-simulator trigger --list [--provider <name>]     lists the events`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const number = z.coerce.number().min(0);
const count = z.coerce.number().int().min(0);
const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, "must be E.164 with its +");
const provider = z.enum(providers).exactOptional();
const url = z.url({ protocol: /^https?$/ });

const startSchema = z.strictObject({
  port: count.max(65_535).exactOptional(),
  host: z.string().exactOptional(),
  apiKey: z.string().min(1).exactOptional(),
  webhookUrl: url.exactOptional(),
  webhookSecret: z.string().min(1).exactOptional(),
  webhookToken: z.string().min(1).exactOptional(),
  provider,
  businessPhones: z.array(phone).exactOptional(),
  metaPhones: z.array(phone).exactOptional(),
  metaAccessToken: z.string().min(1).exactOptional(),
  metaAppSecret: z.string().min(1).exactOptional(),
  phoneId: z.string().regex(/^\d+$/, "must be digits").exactOptional(),
  wabaId: z.string().exactOptional(),
  clickToCallPath: z.string().startsWith("/").exactOptional(),
  retryScale: number.exactOptional(),
  ringMs: count.exactOptional(),
  talkMs: count.exactOptional(),
  unansweredMs: count.exactOptional(),
});

const triggerSchema = z.strictObject({
  url,
  provider,
  secret: z.string().min(1).exactOptional(),
  token: z.string().min(1).exactOptional(),
  wacid: z.string().min(1).exactOptional(),
  from: phone.exactOptional(),
  to: phone.exactOptional(),
  phoneId: z.string().exactOptional(),
  outgoing: z.boolean().exactOptional(),
  count: count.min(1).max(100_000).exactOptional(),
});

/**
 * Runs a command.
 *
 * @param argv the arguments without the program: `process.argv.slice(2)`.
 * @returns the exit code: 0 for success, 1 if a webhook request failed, 2 if the arguments are wrong.
 */
export async function runCli(
  argv: readonly string[],
  io: CliIo = { out: console.log, err: console.error },
): Promise<number> {
  const [command = "start", ...rest] = argv[0]?.startsWith("-") ? ["start", ...argv] : argv;
  try {
    if (argv.includes("--help") || argv.includes("-h")) io.out(help);
    else if (command === "start") await start(rest, io);
    else if (command === "trigger") return (await runTrigger(rest, io)) ? 0 : 1;
    else throw new TypeError(`There is no command ${command}.`);
    return 0;
  } catch (error) {
    io.err(`${error instanceof Error ? error.message : error}\n\nTry --help.`);
    return 2;
  }
}

async function start(args: string[], io: CliIo): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      ...{ port: text, host: text, "api-key": text, "webhook-url": text, "webhook-secret": text },
      ...{ "webhook-token": text, "phone-id": text, "waba-id": text, "click-to-call-path": text },
      ...{ "retry-scale": text, "ring-ms": text, "talk-ms": text, "unanswered-ms": text },
      ...{ "business-phone": { ...text, multiple: true }, quiet: flag },
      ...{ provider: text, "meta-phone": { ...text, multiple: true } },
      ...{ "meta-access-token": text, "meta-app-secret": text },
      ...{ media: flag, "media-address": { ...text, multiple: true } },
    },
  });
  const { quiet, media, "media-address": addresses, ...flags } = values;
  const { "business-phone": businessPhones, "meta-phone": metaPhones, ...rest } = flags;
  const parsed = parseOptions(startSchema, {
    ...rest,
    ...(businessPhones && { businessPhones }),
    ...(metaPhones && { metaPhones }),
  });
  const simulator = await startSimulator({
    ...readOptions(parsed),
    ...((media || addresses) && { media: addresses ? { addresses } : true }),
    ...(!quiet && { log: io.out }),
  });
  io.out(`ready ${simulator.url}`);
  io.out(`api key ${simulator.apiKey}`);
  io.out(`business phone ${simulator.businessPhone} (id ${simulator.phoneId})`);
  if (simulator.webhookSecret !== undefined) io.out(`webhook secret ${simulator.webhookSecret}`);
  if (parsed.provider === "meta" || metaPhones) {
    const { accessToken, appSecret, wabaId } = simulator.meta;
    io.out(`meta access token ${accessToken}`);
    io.out(`meta app secret ${appSecret}`);
    io.out(`meta account ${wabaId}`);
  }
  await stopped(io.signal);
  await simulator.close();
}

/** Converts the flags to the options of `startSimulator`. */
function readOptions(flags: z.infer<typeof startSchema>): SimulatorOptions {
  const { metaAccessToken, metaAppSecret, metaPhones = [], businessPhones, ...options } = flags;
  const own = businessPhones ?? (metaPhones.length > 0 ? [] : undefined);
  return {
    ...options,
    ...(own && {
      businessPhones: [
        ...own,
        ...metaPhones.map((phone) => ({ phone, provider: "meta" as const })),
      ],
    }),
    meta: {
      ...(metaAccessToken !== undefined && { accessToken: metaAccessToken }),
      ...(metaAppSecret !== undefined && { appSecret: metaAppSecret }),
    },
  };
}

async function runTrigger(args: string[], io: CliIo): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...{ url: text, secret: text, token: text, wacid: text, from: text, to: text, count: text },
      ...{ provider: text, "phone-id": text, outgoing: flag, list: flag },
    },
  });
  const { list, ...options } = values;
  if (list) {
    const known = parseOptions(z.object({ provider }), options).provider ?? "ycloud";
    for (const name of Object.keys(triggerEventsOf(known))) io.out(name);
    return true;
  }
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0)
    throw new TypeError("trigger needs the name of one event.");
  return trigger(name, parseOptions(triggerSchema, options), io.out);
}

/** Validates the flags, and renames them to options: `--retry-scale` becomes `retryScale`. */
function parseOptions<S extends z.ZodType>(schema: S, flags: Record<string, unknown>): z.infer<S> {
  const entries = Object.entries(flags).map(([name, value]) => [
    name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  const result = schema.safeParse(Object.fromEntries(entries));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join(".") ?? "";
  const name = path.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new TypeError(`--${name}: ${issue?.message}`);
}

function stopped(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
    if (signal) return;
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve());
  });
}
