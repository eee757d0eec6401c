import { CallsError } from "@skale-calls/core";
import type { TypedClient } from "./callsClient.ts";
import { functionError, type UnclearError } from "./functionError.ts";

const noType = "application/octet-stream";

/** `GET whatsapp-call/{id}/recording|transcript`, byte by byte and with its type. */
export async function fetchCallMedia(
  client: Pick<TypedClient, "functions">,
  id: string,
  medium: "recording" | "transcript",
): Promise<Blob> {
  const { functions, readType } = withWholeBytes(client.functions);
  const { data, error } = await functions.invoke(
    `whatsapp-call/${encodeURIComponent(id)}/${medium}`,
    { method: "GET" },
  );
  if (error) throw await functionError(error, failedRead);
  if (data instanceof Blob) return data.slice(0, data.size, readType());
  throw new CallsError("internal", {
    message: "This supabase-js gave the file as something else than its bytes.",
  });
}

/**
 * supabase-js reads every type but a few as UTF-8 text, which destroys audio. It gives the bytes of what is said to
 * be `application/octet-stream`: so that is what its reader is told, and the true type is put back afterwards.
 */
function withWholeBytes(functions: TypedClient["functions"]) {
  let type = noType;
  const fetchAsIs = Reflect.get(functions, "fetch") as typeof fetch;
  async function fetchAsBytes(...request: Parameters<typeof fetch>): Promise<Response> {
    const answer = await fetchAsIs(...request);
    if (!answer.ok) return answer;
    type = answer.headers.get("content-type") ?? noType;
    const headers = new Headers(answer.headers);
    headers.set("content-type", noType);
    return new Response(answer.body, { status: answer.status, headers });
  }
  const derived: TypedClient["functions"] = Object.create(functions, {
    fetch: { value: fetchAsBytes },
  });
  return { functions: derived, readType: () => type };
}

const failedRead: UnclearError = (status, options) =>
  status === null
    ? new CallsError("provider_unreachable", {
        message: "The call service could not be reached. Try again.",
        ...options,
      })
    : new CallsError("provider_error", {
        message: `The call service failed (${status}). Try again.`,
        ...options,
      });
