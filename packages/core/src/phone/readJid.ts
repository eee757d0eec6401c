/**
 * Reads a WhatsApp address in the format of WhatsApp Web: `5215512345678@c.us` or `@s.whatsapp.net`, optionally with a colon
 * and the device before the `@`. An `@lid` is a user id that does not contain the number.
 *
 * @returns the number in E.164, or the user id without the device; undefined for every other text, including groups.
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

/** True for a user id that `readJid` returns: it does not contain the number, and no provider can dial it. */
export function isLid(text: string): boolean {
  return text.endsWith("@lid");
}
