import * as z from "zod";

/** The address of a STUN or TURN server (RFC 7064, RFC 7065). A browser refuses every call with a malformed address. */
export const iceAddress = z.string().regex(/^(?:stuns?|turns?):(?!\/\/)\S+$/, {
  error: "must be addresses of STUN or TURN servers, such as turn:turn.example.com:3478",
});

/** A server in the form of `RTCPeerConnection`. */
export const iceServer = z
  .object({
    urls: z.union([iceAddress, z.array(iceAddress).min(1)]),
    username: z.exactOptional(z.string()),
    credential: z.exactOptional(z.string()),
  })
  .refine(
    ({ urls, username, credential }) =>
      (username !== undefined && credential !== undefined) ||
      ![urls].flat().some((url) => url.startsWith("turn")),
    { error: "must have a username and a credential for each TURN server" },
  );
