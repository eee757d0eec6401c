import { createHmac, timingSafeEqual } from "node:crypto";
const core = "/work/main/packages/core/src/";
const { parseWebhook } = await import(core+"events/parseWebhook.ts");
const { verifyWebhook } = await import(core+"signature/verifyWebhook.ts");
const { signWebhook } = await import(core+"testing/signWebhook.ts");
const body = JSON.stringify({id:"evt_6757b889a5a42d369ef48481",type:"whatsapp.call.terminate",apiVersion:"v2",createTime:"2024-12-10T03:42:01.822Z",callingTerminate:{id:"6757b889960b25543b9ecc67",wacid:"wacid.HBgNNjI4MTM2MTkwNTE",phoneId:"461269257068832",from:"+525512345678",fromUserId:"MX.13491208655302741918",fromParentUserId:"MX.11815799212886844830",to:"+525587654321",direction:"USER_INITIATED",startTime:1733734738000,endTime:1733734771000,duration:33,status:"COMPLETED",customerProfile:{name:"Ana"}}});
const secret="whsec_test"; const ts=new Date();
const headers=new Headers(signWebhook({scheme:"ycloud",rawBody:body,secret,timestamp:ts}));
const sig=headers.get("ycloud-signature")!.slice(headers.get("ycloud-signature")!.indexOf("s=")+2), t=String(Math.floor(+ts/1000));
const raw=new TextEncoder().encode(body);
console.log(body.length);
const opts={scheme:"ycloud" as const,rawBody:body,headers,secrets:[secret]};
const N=+(process.env.N??100000);
const cases:Record<string,()=>any>={
floor:()=>{ const m=createHmac("sha256",secret).update(t+".").update(body).digest(); if(!timingSafeEqual(m,Buffer.from(sig,"hex"))) throw 1; JSON.parse(body);},
floorBytes:()=>{ const m=createHmac("sha256",secret).update(t+".").update(raw).digest(); if(!timingSafeEqual(m,Buffer.from(sig,"hex"))) throw 1; JSON.parse(body);},
ours:async()=>{ await verifyWebhook(opts); return parseWebhook(JSON.parse(body));},
oursBytes:async()=>{ await verifyWebhook(optsB); return parseWebhook(JSON.parse(body));},
verify:()=>verifyWebhook(opts), json:()=>{JSON.parse(body)}, parseWebhook:()=>{parseWebhook(parsed)},
};
const parsed=JSON.parse(body); const optsB={...opts,rawBody:raw};
const best:Record<string,number>={};
for(let r=0;r<25;r++) for(const [k,f] of Object.entries(cases)){ const n=r?12000:40000; const s=performance.now(); for(let i=0;i<n;i++){const p=f(); if(p) await p;} const d=(performance.now()-s)/n*1e6; best[k]=Math.min(best[k]??1e9,d);}
for(const k in best) console.log(k.padEnd(14),best[k].toFixed(0),"ns",Math.round(1e9/best[k]),"/s");
console.log("ratio",(best.floor/best.ours).toFixed(2),"bytes",(best.floorBytes/best.oursBytes).toFixed(2));
