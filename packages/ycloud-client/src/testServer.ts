import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { YCloudClientOptions } from "./clientOptions.ts";
import { createYCloudClient } from "./createYCloudClient.ts";

export const origin = "https://ycloud.test";
export const apiKey = "key-5f2c9a7b1d";
export const sdp =
  "v=0\r\no=- 4054442297240208280 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:Uf7q\r\na=ice-pwd:pwdPwdPwdPwd1234567890\r\n";
export const from = "+6283138205150";
export const to = "+6281361905133";
export const phoneId = "461269257068832";
export const wacid = "wacid.HBgNNjI4MTM2MTkwNTEzMxUCABE";

export interface SentRequest {
  method: string;
  /** The path and query as they were sent. */
  path: string;
  headers: Headers;
  body: unknown;
}

type Answer = Response | ((request: SentRequest) => Response | Promise<Response>);

/**
 * Starts an HTTP server for one test file. The server returns the responses that a test sets, and records the requests.
 */
export function useTestServer() {
  const sent: SentRequest[] = [];
  let answers: Answer[] = [];
  const server = setupServer(
    http.all("*", async ({ request }) => {
      const url = new URL(request.url);
      const text = await request.text();
      const received: SentRequest = {
        method: request.method,
        path: request.url.slice(url.origin.length),
        headers: request.headers,
        body: text === "" ? undefined : JSON.parse(text),
      };
      sent.push(received);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === undefined) throw new Error("The test gave no answer.");
      return answer instanceof Response ? answer.clone() : answer(received);
    }),
  );
  beforeAll(() => server.listen());
  afterEach(() => {
    sent.length = 0;
    answers = [];
  });
  afterAll(() => server.close());

  return {
    sent,
    /** Sets the responses in order. The last one is repeated. */
    answer(...next: Answer[]) {
      answers = next;
    },
  };
}

export const json = (body: unknown, init?: ResponseInit) => HttpResponse.json(body as object, init);

export function createTestClient(options: Partial<YCloudClientOptions> = {}) {
  return createYCloudClient({
    apiKey,
    baseUrl: origin,
    retry: { delay: () => 0 },
    ...options,
  });
}
