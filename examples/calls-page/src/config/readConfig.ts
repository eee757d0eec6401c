import * as z from "zod/mini";

/** Everybody can read the page's settings, so they contain no TURN server, which would need a credential. */
const stunAddress = z.string().check(
  z.regex(/^stuns?:/, {
    error:
      "Only STUN servers. The edge functions provide TURN servers: see TURN_URLS in their README.",
  }),
);
const stunServerSchema = z.object({ urls: z.union([stunAddress, z.array(stunAddress)]) });

const configSchema = z.object({
  /** The project's address, such as `https://abc.supabase.co`. */
  supabaseUrl: z.url(),
  publishableKey: z.string().check(z.minLength(1)),
  /** STUN servers, in addition to the servers of the edge function. */
  iceServers: z._default(z.array(stunServerSchema), [{ urls: "stun:stun.l.google.com:19302" }]),
  /** False if this Supabase has no Realtime. The page then asks for changes every second. */
  realtime: z._default(z.boolean(), true),
  /** Two letters: the country of numbers that agents write without a country code. */
  defaultCountry: z.exactOptional(z.string().check(z.regex(/^[A-Z]{2}$/))),
  /**
   * The time zone of the WhatsApp Business account, such as `America/Mexico_City`. Its months and days decide what calls
   * cost, for every agent.
   */
  accountTimeZone: z._default(
    z
      .string()
      .check(z.refine(isTimeZone, { error: "Not a time zone such as America/Mexico_City." })),
    "UTC",
  ),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export type Config = z.infer<typeof configSchema>;

/**
 * Reads the page's settings from `config.json` beside `index.html` when the page starts, so that one build serves every project.
 * `public/config.example.json` shows the format.
 *
 * @throws Error with a sentence that names the problem in the file.
 */
export async function readConfig(url: string): Promise<Config> {
  const answer = await fetch(url, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const parsed = configSchema.safeParse(await answer.json());
  if (!parsed.success) throw new Error(`${url}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
