type Repairs = readonly (readonly [wrong: RegExp, right: string])[];

/** Repairs of a whole SDP. If JSON was encoded twice, quotes and escapes remain in the text. */
const textRepairs: Repairs = [
  [/^\s*"|"\s*$/g, ""],
  [/\\r\\n|\\[nr]/g, "\n"],
  [/\\\//g, "/"],
];

/** Repairs of a single line. */
const lineRepairs: Repairs = [
  [/^([a-z])\s*=\s*/, "$1="],
  [/^s=$/, "s=-"],
];

/**
 * Splits an SDP into its session lines and the lines of each media section. Repairs faults for which browsers refuse an
 * SDP: some senders omit the last line end, or add blank lines or spaces before a line.
 */
export function splitSdp(sdp: string): { session: string[]; media: string[][] } {
  const sections: string[][] = [[]];
  for (const raw of repair(sdp, textRepairs).split(/[\r\n\u0085\u2028\u2029]+/)) {
    // A pattern for the spaces at the end would take quadratic time.
    const line = repair(raw.replaceAll("\u200B", "").trim(), lineRepairs);
    const section = sections.at(-1) ?? [];
    // A repeated line has no meaning within its section.
    if (!/^[a-z]=/.test(line) || section.includes(line)) continue;
    if (line.startsWith("m=")) sections.push([line]);
    else section.push(line);
  }
  const [session = [], ...media] = sections;
  return { session, media };
}

/**
 * Joins lines to an SDP. WhatsApp requires the line end `\r\n` (Meta's FAQ). An edit may have made two lines equal: one
 * stays.
 */
export function joinSdp(session: readonly string[], media: readonly (readonly string[])[]): string {
  return `${[session, ...media].flatMap((lines) => [...new Set(lines)]).join("\r\n")}\r\n`;
}

/**
 * Repairs WhatsApp's SDP so that browsers accept it. Adds a missing `a=rtcp-mux`: WhatsApp sends RTP and RTCP on one port,
 * and browsers refuse an offer without this line.
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
