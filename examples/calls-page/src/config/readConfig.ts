import * as z from "zod/mini";

const iceServerSchema = z.object({
  urls: z.union([z.string(), z.array(z.string())]),
  username: z.exactOptional(z.string()),
  credential: z.exactOptional(z.string()),
});

const configSchema = z.object({
  /** The project's address, such as `https://abc.supabase.co`. */
  supabaseUrl: z.url(),
  publishableKey: z.string().check(z.minLength(1)),
  /** STUN and TURN; the softphone's default when not given. */
  iceServers: z.exactOptional(z.array(iceServerSchema)),
  /** False where the Supabase has no Realtime: then changes are asked for every second. */
  realtime: z._default(z.boolean(), true),
  /** Two letters, for numbers that agents write without a country code. */
  defaultCountry: z.exactOptional(z.string().check(z.regex(/^[A-Z]{2}$/))),
});

export type Config = z.infer<typeof configSchema>;

/**
 * The page's settings are read when it starts, from `config.json` beside `index.html`, so that one build serves
 * every project. `public/config.example.json` shows the shape.
 *
 * @throws Error with a sentence that says what is wrong with the file.
 */
export async function readConfig(url: string): Promise<Config> {
  const answer = await fetch(url, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const parsed = configSchema.safeParse(await answer.json());
  if (!parsed.success) throw new Error(`${url}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
