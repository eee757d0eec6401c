import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

export interface PostAnswer {
  status: number;
  /** The first 64 kB of the response's body. */
  body: string;
}

/** Posts a JSON body unchanged, and follows no redirect. Rejects if there is no response. */
export type PostJson = (
  url: string,
  body: string,
  headers: Record<string, string>,
) => Promise<PostAnswer>;

const maxAnswerBytes = 65_536;

/**
 * Creates a poster that can close all its connections at once. `fetch` cannot do this: it keeps idle connections.
 *
 * @param timeoutMs the time limit for a response.
 */
export function createPoster(timeoutMs: number): { post: PostJson; close(): void } {
  const http = new HttpAgent();
  const https = new HttpsAgent();
  let closed = false;

  const post: PostJson = (url, body, headers) =>
    new Promise((resolve, reject) => {
      if (closed) throw new Error("the simulator is closed");
      const isSecure = new URL(url).protocol === "https:";
      const request = (isSecure ? httpsRequest : httpRequest)(
        url,
        {
          method: "POST",
          agent: isSecure ? https : http,
          headers: {
            "Content-Type": "application/json",
            "Content-Length": Buffer.byteLength(body),
            ...headers,
          },
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
    post,
    close() {
      closed = true;
      http.destroy();
      https.destroy();
    },
  };
}
