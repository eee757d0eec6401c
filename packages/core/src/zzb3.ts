import { verifyWebhook } from "./signature/verifyWebhook.ts"; import {signWebhook} from "./testing/signWebhook.ts";
const body="x".repeat(520); const o={scheme:"ycloud" as const,rawBody:body,headers:new Headers(signWebhook({scheme:"ycloud",rawBody:body,secret:"whsec_test"})),secrets:["whsec_test"]};
for(let i=0;i<800000;i++) await verifyWebhook(o);
