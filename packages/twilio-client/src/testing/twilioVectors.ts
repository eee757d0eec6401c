import type { SignatureVector } from "@skale-calls/core/testing";

/** A published signature; `publicUrl` if the address at Twilio has what a request does not show. */
type TwilioVector = SignatureVector & { publicUrl?: string };

const secret = "12345";
const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
const http = url.replace("https", "http");
const withPort = (address: string) => address.replace(".com", ".com:1234");
const withUser = (user: string) => url.replace("//", `//${user}@`);

const formOf = (phone: string) =>
  new URLSearchParams({
    CallSid: "CA1234567890ABCDE",
    Caller: phone,
    Digits: "1234",
    From: phone,
    To: "+18005551212",
  }).toString();
const form = formOf("+14158675309");
const json = '{"property": "value", "boolean": true}';
const jsonHash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
const emptyHash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

const vector = (
  name: string,
  signature: string,
  address: string,
  body: string,
  publicUrl?: string,
): TwilioVector => ({
  name,
  secret,
  webhook: { url: new URL(address).toString(), headers: { "x-twilio-signature": signature }, body },
  ...(publicUrl === undefined ? {} : { publicUrl }),
});

/**
 * The first is that of Twilio's documentation ("Secure webhooks"), the others are those of the tests of its SDK
 * (twilio-node, `spec/validation.spec.js`).
 */
export const twilioVectors: readonly TwilioVector[] = [
  vector("the documentation", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=", url, formOf("+12349013030")),
  vector("a form", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, form),
  vector("JSON", "a9nBmqA0ju/hNViExpshrM61xv4=", `${url}&bodySHA256=${jsonHash}`, json),
  vector("empty JSON", "Ldidvp12m26NI7eqEvxnEpkd9Hc=", `${url}&bodySHA256=${emptyHash}`, "{}"),
  vector(
    "JSON, with no other query",
    "y77kIzt2vzLz71DgmJGsen2scGs=",
    `https://mycompany.com/myapp.php?bodySHA256=${jsonHash}`,
    json,
  ),
  vector("https, its port not signed", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", withPort(url), form),
  vector("http with a port", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=", withPort(http), form),
  vector("https with its standard port signed", "kvajT1Ptam85bY51eRf/AJRuM3w=", url, form),
  vector("http with its standard port signed", "0ZXoZLH/DfblKGATFgpif+LLRf4=", http, form),
  vector("credentials", "CukzLTc1tT5dXEDIHm/tKBanW10=", url, form, withUser("user:pass")),
  vector("a user", "2YRLlVAflCqxaNicjMpJcSTgzSs=", url, form, withUser("user")),
  vector(
    "credentials and the standard port",
    "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=",
    url,
    form,
    withUser("user:pass"),
  ),
  vector("an apostrophe", "dsq4Ehbj6cs+KdTkpF5sSSplOWw=", `${url}&Body=It's+amazing`, form),
  vector(
    "a repeated parameter",
    "83O6e2vORAoJHUNzJjDWN1jz+BA=",
    url,
    "MessagingBinding.Address=%2B1415xxxxxxx&MessagingBinding.Address=%2B1325xxxxxxx",
  ),
  vector(
    "repeated values, and names that begin with others",
    "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
    url,
    "SidAccount=AC123&Digits=5678&Digits=1234&Sid=CA123&Digits=1234",
  ),
];
