/**
 * Sends a request to the control interface (`/_sim`) of a simulator.
 *
 * @returns the answer; an empty object if it has no content.
 * @throws Error with the path and the answer if the simulator refuses the request.
 */
export async function controlSimulator<Answer = unknown>(
  { url }: { url: string },
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: object,
): Promise<Answer> {
  const answer = await fetch(`${url}/_sim${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${text}`);
  return (text === "" ? {} : JSON.parse(text)) as Answer;
}
