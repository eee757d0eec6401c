import { expect, it } from "vitest";
import { readTranscript } from "./readTranscript.ts";

it.each([
  [{ transcript: { text: "", language: "xx", segments: [] } }, ""],
  [{ text: "" }, ""],
  [{ segments: [{ text: "Hola" }, { text: "adiós" }] }, "Hola\nadiós"],
  [{ transcript: "Hola" }, "Hola"],
])("the text of %j is %j", (document, text) => {
  expect(readTranscript(JSON.stringify(document)).text).toBe(text);
});

it.each(["__proto__", "toString", { toString: 1, valueOf: null }, null])(
  "the speaker %j is nobody",
  (speaker) => {
    const segment = { speaker, channel: { valueOf: 1 }, text: "Hola" };
    const { segments } = readTranscript(JSON.stringify({ segments: [segment] }));
    expect(segments).toMatchObject([{ speaker: null, text: "Hola" }]);
  },
);

it("a document in an unknown form is returned unchanged", () => {
  const unknown = JSON.stringify({ words: ["Hola"] });
  expect(readTranscript(unknown).text).toBe(unknown);
});
