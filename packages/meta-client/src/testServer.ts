import type { MetaClientOptions } from "./clientOptions.ts";
import { createMetaClient, type MetaClient } from "./createMetaClient.ts";

export const accessToken = "EAAG-token-5f2c9a7b1d";
export const appSecret = "app-secret-0c1d2e3f";
export const sdp =
  "v=0\r\no=- 4054442297240208280 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:Uf7q\r\na=ice-pwd:pwdPwdPwdPwd1234567890\r\n";
export const from = "+525512345678";
export const to = "+5215587654321";
export const phoneId = "106540352242922";
export const wabaId = "102290129340398";
export const callId = "wacid.HBgNNTIxNTU4NzY1NDMyMRUCABEYFA==";

export interface SentRequest {
  method: string;
  /** The path and query as they were sent, without the version. */
  path: string;
  host: string;
  authorization: string | null;
  body: unknown;
}

type Answer = Response | ((request: SentRequest) => Response);

/** A client whose requests get the responses in order; the last one is repeated. */
export function createTestClient(
  answers: readonly Answer[],
  options: Partial<MetaClientOptions> = {},
): { client: MetaClient; sent: SentRequest[] } {
  const sent: SentRequest[] = [];
  const client = createMetaClient({
    accessToken,
    baseUrl: "https://graph.test",
    timeoutMs: 1000,
    retry: { delay: () => 0 },
    async fetch(input, init) {
      const request = new Request(input, init);
      const { host, pathname, search } = new URL(request.url);
      const text = await request.text();
      const received: SentRequest = {
        method: request.method,
        path: pathname.replace(/^\/v\d+\.\d+/, "") + search,
        host,
        authorization: request.headers.get("authorization"),
        body: text === "" ? undefined : JSON.parse(text),
      };
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      sent.push(received);
      if (answer === undefined) throw new Error("The test gave no answer.");
      return answer instanceof Response ? answer.clone() : answer(received);
    },
    ...options,
  });
  return { client, sent };
}

export const json = (body: unknown, init?: ResponseInit): Response => Response.json(body, init);

/** An error of the Graph API. */
export const refuse = (
  status: number,
  error: object,
  headers: Record<string, string> = {},
): Response => Response.json({ error }, { status, headers });
