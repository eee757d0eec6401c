import { expect, it } from "vitest";
import { findWord, readPassages } from "../src/call/readPassages.ts";

const passages = readPassages([
  {
    speaker: "agent",
    text: "Hola, buenas",
    start: 0,
    end: 2,
    words: [
      { text: "Hola,", start: 0.2, end: 0.5 },
      { text: "buenas", start: 0.6, end: 1 },
    ],
  },
  { speaker: "contact", text: "¿Bueno?", start: 0.4, end: 0.8, words: [] },
  { speaker: null, text: "Sin tiempo", start: null, end: null, words: [] },
]);
const words = passages.flatMap((passage) => passage.words);

it("numbers the words, and takes a passage without words as one", () => {
  expect(words.map(({ text, index }) => `${index} ${text}`)).toEqual([
    "0 Hola,",
    "1 buenas",
    "2 ¿Bueno?",
    "3 Sin tiempo",
  ]);
});

it.each([
  [null, -1],
  [0, -1],
  [0.2, 0],
  [0.45, 2],
  [0.6, 1],
  [99, 1],
])("at second %s, the word %i is spoken", (seconds, index) => {
  expect(findWord(words, seconds)).toBe(index);
});
