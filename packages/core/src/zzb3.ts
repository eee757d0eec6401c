import { parseWebhook } from "./events/parseWebhook.ts";
const body = {id:"evt_6757b889a5a42d369ef48481",type:"whatsapp.call.terminate",apiVersion:"v2",createTime:"2024-12-10T03:42:01.822Z",callingTerminate:{id:"6757b889960b25543b9ecc67",wacid:"wacid.HBgNNjI4MTM2MTkwNTE",phoneId:"461269257068832",from:"+525512345678",fromUserId:"MX.13491208655302741918",fromParentUserId:"MX.11815799212886844830",to:"+525587654321",direction:"USER_INITIATED",startTime:1733734738000,endTime:1733734771000,duration:33,status:"COMPLETED",customerProfile:{name:"Ana"}}};
console.log(parseWebhook(body));
for(let i=0;i<1500000;i++) parseWebhook(body);
