import { createDatabase, ensureTemplate, startPostgres } from "@skale-calls/testkit";
import { readdirSync, readFileSync } from "node:fs";
import { flatDeliveries, ycloudDeliveries } from "./callHistories.ts";
import { parseWebhook, factsOfEvent, stripSdp, sha256Hex } from "@skale-calls/core";
import postgres from "postgres";
const dir = process.env.MIG ?? "/work/main/examples/supabase/supabase/migrations/";
const pg = await startPostgres();
try {
  await ensureTemplate("b", async (sql) => { for (const f of readdirSync(dir).sort()) await sql.unsafe(readFileSync(dir+f,"utf8")); }, {cluster: pg.url});
  const recs = (ds: any[]) => ds.map(d => JSON.stringify(parseWebhook(JSON.parse(d.body)).map((event)=>{const {raw,...stored}=event; return {event:stored,payload:stripSdp(raw),bodySha256:sha256Hex(d.body),facts:factsOfEvent(stored as any)}})));
  for (const [name, ds] of [["ycloud", ycloudDeliveries()],["flat", flatDeliveries()]] as const) {
    const rs = recs(ds);
    const db = await createDatabase({cluster: pg.url, template: "b"});
    const sql = postgres(db.adminUrl, {max:1,onnotice(){}});
    for (const f of process.env.TRACK==="0"?[]:[1]) await sql.unsafe("set track_functions='all'");
    const one = async (r: string)=> sql.unsafe("select public.record_whatsapp_call_events(($1::text)::jsonb)",[r],{prepare:true});
    for(const r of rs.slice(0,100)) await one(r);
    await sql.unsafe("select pg_stat_force_next_flush()"); await sql.unsafe("select pg_stat_reset()");
    const t=performance.now(); for(const r of rs.slice(100)) await one(r); const ms=performance.now()-t;
    console.log(name, (ms/(rs.length-100)).toFixed(3),"ms per event");
    await sql.unsafe("select pg_stat_force_next_flush()"); await sql.unsafe("select 1");
    const rows = await sql.unsafe("select funcname, calls, round((total_time/1900)::numeric,4) as total_ms_per_event, round((self_time/1900)::numeric,4) self_ms_per_event from pg_stat_user_functions order by self_time desc limit 20");
    console.table(rows.map(r=>({...r})));
    const last=await sql.unsafe("select relname, seq_scan, idx_scan, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del from pg_stat_user_tables where seq_scan+idx_scan+n_tup_ins>0"); console.table(last.map(r=>({...r})));
    await sql.end(); await db.drop();
  }
} finally { await pg.stop(); }
