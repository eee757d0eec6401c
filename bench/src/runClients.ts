import { Agent, request } from "node:http";

/** Sends the jobs from a number of clients. Each client waits for the response before it sends its next job. */
export async function runClients<Job>(
  clients: number,
  jobs: readonly Job[],
  work: (job: Job) => Promise<void>,
): Promise<{ seconds: number }> {
  const queue = jobs.values();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const job of queue) await work(job);
    }),
  );
  return { seconds: (performance.now() - start) / 1000 };
}

/** Creates a function that posts to one origin over persistent connections, and returns the status of the response. */
export function createPoster(url: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    post: (headers: Record<string, string>, body: string) =>
      new Promise<number>((resolve, reject) => {
        const outgoing = request(url, {
          method: "POST",
          agent,
          headers: { "content-type": "application/json", ...headers },
        });
        outgoing.on("error", reject);
        outgoing.on("response", (answer) => {
          answer.on("error", reject);
          answer.on("end", () => resolve(answer.statusCode ?? 0));
          answer.resume();
        });
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}
