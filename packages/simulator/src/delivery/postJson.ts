import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

export interface PostAnswer {
  status: number;
  /** The first 64 kB of the response's body. */
  body: string;
}

/** Posts a JSON body unchanged, and follows no redirect. Rejects if there is no response within the time limit. */
export type PostJson = (
  url: string,
  body: string,
  headers: Record<string, string>,
  timeoutMs: number,
) => Promise<PostAnswer>;

const maxAnswerBytes = 65_536;

/** Creates a poster that can close all its connections at once. `fetch` cannot do this: it keeps idle connections. */
export function createPoster(): {
  post: PostJson;
  /** Requests a URL with GET. Like `post`, rejects if there is no response within the time limit. */
  get(url: string, timeoutMs: number): Promise<PostAnswer>;
  close(): void;
} {
  const http = new HttpAgent();
  const https = new HttpsAgent();
  let closed = false;

  const send = (
    method: "GET" | "POST",
    url: string,
    { body, headers, timeoutMs }: { body: string; headers: object; timeoutMs: number },
  ): Promise<PostAnswer> =>
    new Promise((resolve, reject) => {
      if (closed) throw new Error("the simulator is closed");
      const isSecure = new URL(url).protocol === "https:";
      const request = (isSecure ? httpsRequest : httpRequest)(
        url,
        {
          method,
          agent: isSecure ? https : http,
          headers: { "Content-Length": Buffer.byteLength(body), ...headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on("data", (chunk: Buffer) => {
            if (size < maxAnswerBytes) chunks.push(chunk);
            size += chunk.length;
          });
          response.on("error", fail);
          response.on("end", () => {
            clearTimeout(timer);
            const text = Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString();
            resolve({ status: response.statusCode ?? 0, body: text });
          });
        },
      );
      const timer = setTimeout(
        () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      function fail(error: Error) {
        clearTimeout(timer);
        reject(error);
      }
      request.on("error", fail);
      request.end(body);
    });

  return {
    post: (url, body, headers, timeoutMs) =>
      send("POST", url, {
        body,
        headers: { "Content-Type": "application/json", ...headers },
        timeoutMs,
      }),
    get: (url, timeoutMs) => send("GET", url, { body: "", headers: {}, timeoutMs }),
    close() {
      closed = true;
      http.destroy();
      https.destroy();
    },
  };
}
