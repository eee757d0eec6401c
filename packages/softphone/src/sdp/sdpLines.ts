/** Session lines, then one list of lines for each m-section. Any line end is read. */
export function splitSdp(sdp: string): { session: string[]; media: string[][] } {
  const [session = [], ...media] = sdp
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .reduce<string[][]>(
      (sections, line) => {
        if (line.startsWith("m=")) sections.push([line]);
        else sections.at(-1)?.push(line);
        return sections;
      },
      [[]],
    );
  return { session, media };
}

/** WhatsApp wants `\r\n` (Meta's FAQ). */
export function joinSdp(session: readonly string[], media: readonly (readonly string[])[]): string {
  return `${[session, ...media].flat().join("\r\n")}\r\n`;
}

/** Payload types by what `a=rtpmap` says of them, in the order of preference of the m-line. */
export function payloadTypesOf(section: readonly string[], encodings: readonly string[]): string[] {
  const [, , , ...payloadTypes] = (section[0] ?? "").split(" ");
  const encodingOf = (payloadType: string) =>
    section
      .find((line) => line.startsWith(`a=rtpmap:${payloadType} `))
      ?.split(" ")[1]
      ?.toLowerCase();
  return payloadTypes.filter((payloadType) => encodings.includes(encodingOf(payloadType) ?? ""));
}
