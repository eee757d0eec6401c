import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { escapeXml } from "./escapeXml.ts";
import { twiml } from "./twiml.ts";

const statusCallback = "https://x.example/webhook?a=1&b=2";
const document = (content: string) => `<?xml version="1.0" encoding="UTF-8"?>${content}`;

test.each([
  ["no verb", twiml.response(), "<Response/>"],
  [
    "Twilio's sample of a WhatsApp call",
    twiml.response(
      twiml.dial([twiml.whatsapp("+555551234567")], { callerId: "whatsapp:+558551234567" }),
    ),
    '<Response><Dial callerId="whatsapp:+558551234567"><WhatsApp>+555551234567</WhatsApp></Dial></Response>',
  ],
  [
    "a WhatsApp call with callbacks",
    twiml.response(twiml.dial([twiml.whatsapp("+555551234567", { statusCallback })])),
    '<Response><Dial><WhatsApp statusCallback="https://x.example/webhook?a=1&amp;b=2&amp;leg=contact" statusCallbackEvent="initiated ringing answered completed">+555551234567</WhatsApp></Dial></Response>',
  ],
  [
    "several agents at the same time",
    twiml.response(
      twiml.dial(
        [
          twiml.client("ana", { statusCallback, statusCallbackEvent: ["answered"] }),
          twiml.number("+525512345678"),
          twiml.sip("sip:ana@x.example;transport=tls"),
        ],
        { answerOnBridge: true, timeout: 20, record: "record-from-answer-dual" },
      ),
    ),
    '<Response><Dial answerOnBridge="true" timeout="20" record="record-from-answer-dual"><Client statusCallback="https://x.example/webhook?a=1&amp;b=2&amp;leg=agent" statusCallbackEvent="answered">ana</Client><Number>+525512345678</Number><Sip>sip:ana@x.example;transport=tls</Sip></Dial></Response>',
  ],
  [
    "a voice message",
    twiml.response(
      twiml.say("Deja tu mensaje & <adiós>", { language: "es-MX", loop: 1 }),
      twiml.record({ maxLength: 120, playBeep: false }),
      twiml.hangup(),
    ),
    '<Response><Say language="es-MX" loop="1">Deja tu mensaje &amp; &lt;adiós&gt;</Say><Record maxLength="120" playBeep="false"/><Hangup/></Response>',
  ],
  ["a refusal", twiml.response(twiml.reject()), "<Response><Reject/></Response>"],
  ["busy", twiml.response(twiml.reject("busy")), '<Response><Reject reason="busy"/></Response>'],
])("%s", (_, written, expected) => expect(written).toBe(document(expected)));

describe("text", () => {
  it.each([
    ["&<>\"'", "&amp;&lt;&gt;&quot;&apos;"],
    ["&amp;", "&amp;amp;"],
    ["a\tb\nc\rd", "a&#9;b&#10;c&#13;d"],
    ["\u0000\u0001\u001f\ufffe\uffff", ""],
    ["a\ud800b\udc00c", "abc"],
    ["ñ 😀 \u2028", "ñ 😀 \u2028"],
    ["]]>", "]]&gt;"],
  ])("%j is written as %j", (text, written) => expect(escapeXml(text)).toBe(written));

  it("never leaves its element or attribute", () => {
    const text = fc.string({ unit: "binary", maxLength: 50 });
    fc.assert(
      fc.property(text, text, (said, voice) => {
        const written = twiml.response(twiml.say(said, { voice }), twiml.hangup());
        expect(written.match(/<[^>]*>/g)).toHaveLength(escapeXml(said) === "" ? 5 : 6);
        expect(written.match(/"/g)).toHaveLength(6);
        // XML 1.0, "Char".
        expect(written).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      }),
    );
  });
});
