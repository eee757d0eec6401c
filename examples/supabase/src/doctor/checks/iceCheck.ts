import { createIceServers } from "../../../supabase/functions/_shared/createIceServers.ts";
import { type Check, type Finding, fail, ok, warn } from "../check.ts";
import { probeIceServer } from "../turn/probeIceServer.ts";

/** Agents behind strict firewalls reach a TURN server by TCP alone. */
export const iceCheck: Check = {
  name: "STUN and TURN",
  async run({ env }) {
    const { iceServers } = await createIceServers(env)({ userId: "skale-calls-doctor" });
    const addresses = iceServers.flatMap(({ urls, username = "", credential = "" }) =>
      [urls].flat().map((url) => ({ url, username, credential })),
    );
    if (addresses.length === 0) {
      return [
        ok(
          "None is configured. Agents behind strict firewalls need a TURN server: set TURN_URLS and TURN_SECRET.",
        ),
      ];
    }
    return Promise.all(
      addresses.map(async (address): Promise<Finding> => {
        const { url } = address;
        const result = await probeIceServer(address);
        switch (result.outcome) {
          case "relayed":
            return ok(`${url} accepts the credential and relays.`);
          case "answered":
            return ok(`${url} answers.`);
          case "refused":
            return fail(
              `${url} refuses the credential (${result.code}). Give TURN_SECRET the value of the server's static-auth-secret, and check the server's clock.`,
            );
          case "silent":
            return fail(
              `${url} does not answer. Check the address, that the server runs, and that its firewall lets ${url.includes("tcp") || url.startsWith("turns") ? "TCP" : "UDP"} in.`,
            );
          case "unsupported":
            return warn(`${url} cannot be checked from here (TLS over UDP).`);
        }
      }),
    );
  },
};
