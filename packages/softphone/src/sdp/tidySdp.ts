type Repairs = readonly (readonly [wrong: RegExp, right: string])[];

/** What senders do to an SDP as a whole: quotes and escapes are left of JSON in JSON. */
const textRepairs: Repairs = [
  [/^\s*"|"\s*$/g, ""],
  [/\\r\\n|\\[nr]/g, "\n"],
];

/** What they do to a line. */
const lineRepairs: Repairs = [
  [/^[\s\u200B]+|[\s\u200B]+$/g, ""],
  [/^([a-z])\s*=\s*/, "$1="],
  [/^s=$/, "s=-"],
];

/**
 * The lines of an SDP: session lines, then one list for each m-section. Browsers refuse an SDP without the last line
 * end, with a blank line, or with a space before a line; senders write all of them.
 */
export function splitSdp(sdp: string): { session: string[]; media: string[][] } {
  const sections: string[][] = [[]];
  for (const raw of repair(sdp, textRepairs).split(/[\r\n\u0085\u2028\u2029]+/)) {
    const line = repair(raw, lineRepairs);
    const section = sections.at(-1) ?? [];
    // No line of an SDP says more when it stands twice in its section.
    if (!/^[a-z]=/.test(line) || section.includes(line)) continue;
    if (line.startsWith("m=")) sections.push([line]);
    else section.push(line);
  }
  const [session = [], ...media] = sections;
  return { session, media };
}

/** WhatsApp wants `\r\n` (Meta's FAQ). */
export function joinSdp(session: readonly string[], media: readonly (readonly string[])[]): string {
  return `${[session, ...media].flat().join("\r\n")}\r\n`;
}

/**
 * WhatsApp's SDP as browsers take it. WhatsApp sends RTP and RTCP on one port, and browsers refuse an offer that does not
 * say so.
 */
export function tidySdp(sdp: string): string {
  const { session, media } = splitSdp(sdp);
  return joinSdp(
    session,
    media.map((lines) => (lines.includes("a=rtcp-mux") ? lines : [...lines, "a=rtcp-mux"])),
  );
}

function repair(text: string, repairs: Repairs): string {
  return repairs.reduce((repaired, [wrong, right]) => repaired.replace(wrong, right), text);
}
