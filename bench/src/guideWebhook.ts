import { createClient } from "@supabase/supabase-js";

// Receives a webhook as the integration guide does (section 2.2), shortened: finds the row, then updates it or inserts a new one.

declare const Deno: {
  env: { get(name: string): string | undefined };
  serve(handler: (request: Request) => Promise<Response>): void;
};

const statuses: Readonly<Record<string, string>> = {
  initiated: "iniciando",
  ringing: "iniciando",
  answered: "en_curso",
  completed: "completada",
  failed: "fallida",
  canceled: "cancelada",
  "no-answer": "no_contestada",
  busy: "fallida",
};

// Created once. The guide creates a client for each request.
const table = () => supabase.from("whatsapp_calls");
const supabase = createClient(
  Deno.env.get("SUPABASE_URL") ?? "",
  Deno.env.get("SUPABASE_SERVICE_ROLE_KEY") ?? "",
  { auth: { persistSession: false, autoRefreshToken: false } },
);

Deno.serve(async (request) => {
  if (request.headers.get("x-webhook-token") !== Deno.env.get("YCLOUD_WEBHOOK_TOKEN")) {
    return Response.json({ ok: false }, { status: 401 });
  }
  const payload = await request.json();
  const { call_id, event, to, duration } = payload;
  const now = new Date().toISOString();
  const status = statuses[event] ?? "en_curso";
  const isOver = status !== "iniciando" && status !== "en_curso";
  const changes = {
    status,
    raw_payload: payload,
    updated_at: now,
    ...(isOver ? { ended_at: now } : {}),
    ...(isOver && duration ? { duration_seconds: Number(duration) } : {}),
  };

  const { data: known } = await table()
    .select("id")
    .or(`call_id.eq.${call_id},provider_call_id.eq.${call_id}`)
    .maybeSingle();
  const { error } = known
    ? await table().update(changes).eq("id", known.id)
    : await table().insert({
        call_id,
        provider_call_id: call_id,
        contact_phone: to,
        direction: "entrante",
        started_at: now,
        ...changes,
      });
  return Response.json({ ok: !error }, { status: error ? 500 : 200 });
});
