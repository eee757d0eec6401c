import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { TwilioClientOptions } from "./clientOptions.ts";
import { createTwilioClient } from "./createTwilioClient.ts";

export const accountSid = "AC00000000000000000000000000000001";
export const authToken = "token-5f2c9a7b1d";
export const callSid = "CA00000000000000000000000000000002";
export const recordingSid = "RE00000000000000000000000000000003";
export const from = "+525550000200";
export const to = "+5215550000101";
export const account = `/2010-04-01/Accounts/${accountSid}`;

interface SentRequest {
  method: string;
  url: string;
  headers: Headers;
  /** The fields of the form, in order. */
  form: [string, string][];
}

type Answer = Response | ((request: SentRequest) => Response | Promise<Response>);

/** Starts an HTTP server for one test file. It returns the responses that a test sets, and records the requests. */
export function useTestServer() {
  const sent: SentRequest[] = [];
  let answers: Answer[] = [];
  const server = setupServer(
    http.all("*", async ({ request }) => {
      const received: SentRequest = {
        method: request.method,
        url: request.url,
        headers: request.headers,
        form: [...new URLSearchParams(await request.text())],
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
export const refusal = (status: number, code: number, message = "Refused") =>
  json(
    { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    { status },
  );

export const createTestClient = (options: Partial<TwilioClientOptions> = {}) =>
  createTwilioClient({
    accountSid,
    authToken,
    retry: { delay: () => 0 },
    ...options,
  } as TwilioClientOptions);
