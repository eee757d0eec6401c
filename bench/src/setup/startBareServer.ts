import { type Simulator, startSimulator } from "@skale-calls/simulator";
import { type Gateway, startGateway } from "@skale-calls/testkit";

interface Session {
  wacid: string;
  sdp: string;
}

export interface BareServer {
  url: string;
  simulator: Simulator;
  stop(): Promise<void>;
}

/** The shortest server between a page and YCloud: it passes requests and SDPs on, and keeps nothing. */
export async function startBareServer(): Promise<BareServer> {
  let simulator: Simulator | undefined;
  const answers = createMailbox();
  const offers = createMailbox();

  async function tellYcloud(act: string, body: object): Promise<{ wacid: string }> {
    const answer = await fetch(`${simulator?.url}/v2/whatsapp/calls/${act}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": simulator?.apiKey ?? "" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as { wacid: string };
  }

  const routes: Readonly<Record<string, (body: Session & { to: string }) => Promise<object>>> = {
    async "/dial"({ to, sdp }) {
      const from = simulator?.businessPhone;
      const { wacid } = await tellYcloud("connect", { from, to, sdpType: "offer", sdp });
      return answers.take(wacid);
    },
    "/ring": () => offers.take(""),
    "/preAccept": ({ wacid, sdp }) => tellYcloud("preAccept", answerOf(wacid, sdp)),
    "/accept": ({ wacid, sdp }) => tellYcloud("accept", answerOf(wacid, sdp)),
    "/terminate": ({ wacid }) => tellYcloud("terminate", stepOf(wacid)),
  };
  const stepOf = (wacid: string) => ({ phoneId: simulator?.phoneId, wacid });
  const answerOf = (wacid: string, sdp: string) => ({ ...stepOf(wacid), sdpType: "answer", sdp });

  const gateway: Gateway = await startGateway({
    routes: {},
    async fallback(request) {
      const { pathname } = new URL(request.url);
      if (request.method === "GET") return new Response("<!doctype html>", { headers: html });
      const body = await request.json();
      if (pathname === "/webhook") {
        const { callingConnect } = body;
        if (callingConnect?.sdpType === "answer") answers.put(callingConnect.wacid, callingConnect);
        if (callingConnect?.sdpType === "offer") offers.put("", callingConnect);
        return Response.json({});
      }
      try {
        return Response.json(await routes[pathname]?.(body));
      } catch (error) {
        return new Response(String(error), { status: 502 });
      }
    },
  });
  simulator = await startSimulator({ webhookUrl: `${gateway.url}/webhook`, media: true });
  const started = simulator;
  return {
    url: gateway.url,
    simulator: started,
    async stop() {
      await started.close();
      await gateway.stop();
    },
  };
}

export const html = { "content-type": "text/html" };

/** Keeps one session for each name until it is taken; a taker may come first. */
function createMailbox() {
  const sessions = new Map<string, Session>();
  const takers = new Map<string, (session: Session) => void>();
  return {
    put(name: string, session: Session): void {
      const taker = takers.get(name);
      if (!taker) return void sessions.set(name, session);
      takers.delete(name);
      taker(session);
    },
    take(name: string): Promise<Session> {
      const session = sessions.get(name);
      sessions.delete(name);
      if (session) return Promise.resolve(session);
      return new Promise((resolve) => takers.set(name, resolve));
    },
  };
}
