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
  for (const [name, ds] of [["flat", flatDeliveries()],["ycloud", ycloudDeliveries()]] as const) {
    const rs = recs(ds);
    for (const n of [1, 32]) {
      const db = await createDatabase({cluster: pg.url, template: "b"});
      const sql = postgres(db.adminUrl, {max:n,onnotice(){}});
      // warm each backend with one harmless call
      const conns = await Promise.all(Array.from({length:n},()=>sql.reserve()));
      const tw=performance.now();
      await Promise.all(conns.map(c=>c.unsafe("select public.record_whatsapp_call_events('[]'::jsonb)")));
      const q = rs.values();
      const first: number[] = [];
      const t=performance.now();
      await Promise.all(conns.map(async c=>{let i=0; for(const r of q){const t1=performance.now(); await c.unsafe("select public.record_whatsapp_call_events(($1::text)::jsonb)",[r], {prepare:false}); if(i++===0) first.push(performance.now()-t1);}}));
      const s=(performance.now()-t)/1000;
      console.log(name, n, "conns:", Math.round(rs.length/s), "events/s;", "first call of a backend", Math.max(...first).toFixed(1), "ms");
      if(n===1){ // second pass: all duplicates
        const t3=performance.now(); for(const r of rs.slice(0,500)) await conns[0]!.unsafe("select public.record_whatsapp_call_events(($1::text)::jsonb)",[r]); console.log("   duplicates", Math.round(500/(performance.now()-t3)*1000));
        const t4=performance.now(); for(let i=0;i<500;i++) await conns[0]!.unsafe("select public.record_whatsapp_call_events(($1::text)::jsonb)",["[]"]); console.log("   empty", Math.round(500/(performance.now()-t4)*1000));
      }
      conns.forEach(c=>c.release()); await sql.end(); await db.drop();
    }
  }
} finally { await pg.stop(); }
