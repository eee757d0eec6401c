/** An SDP in each malformed variant that senders produce. */
export function untidySdps(sdp: string): [fault: string, sdp: string][] {
  const spoil = (lineEnd: string) => sdp.replaceAll("\r\n", lineEnd);
  const [first = "", ...others] = sdp.split("\r\n");
  return [
    ["the last line end is missing", sdp.trimEnd()],
    ["half of the last line end is missing", sdp.slice(0, -1)],
    ["a blank line at the end", `${sdp}\r\n`],
    ["blank lines within", spoil("\r\n\r\n")],
    ["a blank line first", `\r\n${sdp}`],
    ["a line of spaces", sdp.replace("t=0 0", "   \r\nt=0 0")],
    ["a space before the first line", ` ${sdp}`],
    ["spaces before each line", spoil("\r\n  ").trimEnd()],
    ["spaces after each line", spoil("  \r\n")],
    ["tabs around a line", sdp.replace("a=ice-lite", "\ta=ice-lite\t")],
    ["no-break spaces around a line", sdp.replace("a=ice-lite", "\u00A0a=ice-lite\u00A0")],
    ["spaces around an equals sign", sdp.replace("a=ice-lite", "a = ice-lite")],
    ["line ends of LF", spoil("\n")],
    ["line ends of CR", spoil("\r")],
    ["line ends of CR CR LF", spoil("\r\r\n")],
    ["line ends of LF CR", spoil("\n\r")],
    ["line ends of each kind", sdp.replace("\r\n", "\n").replace("\r\na=", "\ra=")],
    ["line ends written out", spoil("\\r\\n")],
    ["line feeds written out", spoil("\\n")],
    ["line ends written out, and real ones", spoil("\\r\\n\r\n")],
    ["quotes of JSON", `"${spoil("\\r\\n")}"`],
    ["a byte order mark", `\uFEFF${sdp}`],
    ["a byte order mark and a quote", `\uFEFF"${spoil("\\n")}"\n`],
    ["a zero-width space", sdp.replace("a=mid", "\u200Ba=mid")],
    ["an attribute twice", sdp.replace("a=rtcp-mux\r\n", "a=rtcp-mux\r\na=rtcp-mux\r\n")],
    ["the version twice", `${first}\r\n${sdp}`],
    ["each line twice", [first, ...others].map((line) => `${line}\r\n${line}`).join("\r\n")],
    ["no name of the session", sdp.replace("s=-", "s=")],
    ["a space for the session's name", sdp.replace("s=-", "s= ")],
    ["a fence around it", `\`\`\`\n${sdp}\`\`\`\n`],
  ];
}
