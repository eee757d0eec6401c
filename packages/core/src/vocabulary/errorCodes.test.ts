import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderErrorTables } from "../../scripts/writeErrorTables.ts";
import { CallsError } from "./callsError.ts";
import { type ErrorCode, errorCodes } from "./errorCodes.ts";
import { errorSentence, isErrorCode } from "./errorSentence.ts";

const codes = Object.keys(errorCodes) as ErrorCode[];
const sentences = codes.flatMap((code) => [errorCodes[code].en, errorCodes[code].es]);

describe("the catalogue", () => {
  it.each(codes)("%s has a status and a sentence in both languages", (code) => {
    const { status, en, es } = errorCodes[code];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    for (const sentence of [en, es]) {
      expect(sentence).toMatch(/^\p{Lu}.{15,}\.$/u);
      expect(sentence.length).toBeLessThan(170);
      expect(sentence).not.toMatch(/ {2}|\.\.|[–—]/);
    }
    // Spanish opens what it closes.
    expect(es.match(/[?!](?!token)/g)?.length ?? 0).toBe(es.match(/[¿¡]/g)?.length ?? 0);
  });

  it("says no sentence twice", () => {
    expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)).toEqual(
      [],
    );
  });

  it("is in Spanish where it says so", () => {
    const english = /\b(?:the|this|is|and|with|call|try|again|not|has)\b/i;
    const plain = codes.filter((code) => !/[áéíóúñ¿¡]/.test(errorCodes[code].es));
    expect(codes.filter((code) => english.test(errorCodes[code].es))).toEqual([]);
    // A short sentence may do without an accent; a table without them was written on another keyboard.
    expect(plain.length).toBeLessThan(codes.length / 4);
    // Words whose accent is forgotten most.
    const bare =
      /\b(?:numero|telefono|codigo|pais|sesion|grabacion|transcripcion|mas|aun|direccion|microfono|despues|ultimas|numeros|intentalo|envia(?:lo|le)|esta (?:en|sonando))\b/i;
    expect(codes.filter((code) => bare.test(errorCodes[code].es))).toEqual([]);
  });

  it("speaks to people in plain words, and of tú", () => {
    const archaic = /\b(?:whoever|dear|bears?|comes by|lays? open|thereof|hereby|whilst|please)\b/i;
    const formal =
      /\b(?:usted|ustedes|inicie|escriba(?= el| su)|envíe|revise|espere|elija|su sesión)\b/i;
    expect(sentences.filter((sentence) => archaic.test(sentence))).toEqual([]);
    expect(codes.filter((code) => formal.test(errorCodes[code].es))).toEqual([]);
  });

  it("equals the tables that the packages read (else run `pnpm error-tables`)", () => {
    const written = readFileSync(new URL("./errorTables.ts", import.meta.url), "utf8");
    expect(written).toBe(renderErrorTables());
  });
});

describe("errorSentence", () => {
  it("says every code in the language asked for", () => {
    for (const code of codes) {
      const { en, es } = errorCodes[code];
      expect([errorSentence(code, "en"), errorSentence(code, "es")]).toEqual([en, es]);
    }
  });
});

describe("isErrorCode", () => {
  it.each([
    ["not_ringing", true],
    ["toString", false],
    ["ours?", false],
    [404, false],
    [null, false],
  ])("%s: %s", (value, expected) => expect(isErrorCode(value)).toBe(expected));
});

describe("CallsError", () => {
  it("has its code's status and English sentence", () => {
    for (const code of codes) {
      const { status, en } = errorCodes[code];
      expect(new CallsError(code)).toMatchObject({ code, status, message: en });
    }
  });
});
