/**
 * A WhatsApp address, as senders that work with WhatsApp Web write it: `5215512345678@c.us`, `@s.whatsapp.net`, with the
 * device behind a colon. An `@lid` is a user id that tells no number.
 *
 * @returns the number in E.164, or the user id without the device; undefined of all else, groups too.
 * @example
 * readJid("5215512345678:12@s.whatsapp.net"); // { phone: "+5215512345678" }
 * readJid("123456789012345@lid"); // { userId: "123456789012345@lid" }
 */
export function readJid(text: string): { phone?: string; userId?: string } | undefined {
  const match =
    /^\+?(\d{6,20})(?:[._]\d{1,3})?(?::\d{1,3})?@(c\.us|s\.whatsapp\.net|hosted|lid|hosted\.lid)$/i.exec(
      text,
    );
  if (!match) return undefined;
  const [, user = "", server = ""] = match;
  if (server.toLowerCase().endsWith("lid")) return { userId: `${user}@lid` };
  return /^[1-9]\d{6,14}$/.test(user) ? { phone: `+${user}` } : undefined;
}

/** True of the user id that `readJid` gives: it tells no number, and no provider dials it. */
export function isLid(text: string): boolean {
  return text.endsWith("@lid");
}
