import { createHmac, createHash, timingSafeEqual, hash, createSecretKey } from "node:crypto";
const N=200000; function time(n:string,f:()=>any){for(let i=0;i<30000;i++)f();let b=1e9;for(let r=0;r<5;r++){const s=performance.now();for(let i=0;i<N;i++)f();b=Math.min(b,(performance.now()-s)/N*1e6);}console.log(n.padEnd(24),b.toFixed(0));}
const raw="x".repeat(520), rb=Buffer.from(raw); const ko=createSecretKey(Buffer.from("whsec_test"));
time("2 updates digest",()=>createHmac("sha256","whsec_test").update("1700000000.").update(raw).digest());
time("1 update digest",()=>createHmac("sha256","whsec_test").update("1700000000."+raw).digest());
time("1 update hex",()=>createHmac("sha256","whsec_test").update("1700000000."+raw).digest("hex"));
time("2 update hex",()=>createHmac("sha256","whsec_test").update("1700000000.").update(raw).digest("hex"));
time("2 update bytes hex",()=>createHmac("sha256","whsec_test").update("1700000000.").update(rb).digest("hex"));
time("keyobject",()=>createHmac("sha256",ko).update("1700000000.").update(raw).digest("hex"));
time("hash",()=>hash("sha256",raw,"hex"));
time("createHash",()=>createHash("sha256").update(raw).digest("hex"));
