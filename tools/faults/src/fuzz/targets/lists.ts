import { readTranscript } from "@skale-calls/core";
import {
  type CallFilters,
  createCallService,
  type ListedCall,
  namePattern,
  readFilters,
} from "@skale-calls/supabase-adapter";
import type { SupabaseClient } from "@supabase/supabase-js";
import fc from "fast-check";
import { editedSamples, textOf } from "../editValue.ts";
import { isRefused, promise, tryAct, tryLongAct } from "../promise.ts";
import { target } from "../target.ts";

const call = {
  id: "00000000-0000-4000-8000-000000000001",
  contact_name: "José Muñoz",
  contact_phone: "+5215512345678",
  created_at: "2026-11-26T10:00:00.123456+00:00",
  status: "completada",
  direction: "entrante",
} as unknown as ListedCall;

const filters = [
  { search: "jose munoz" },
  { search: "+52 1 55 1234 5678" },
  { search: "55 1234" },
  { said: '"muchas gracias" or -adiós' },
  { from: "2026-11-26T10:00:00Z", to: "2026-11-27" },
  { contactPhone: "+525512345678", ctaPayload: 'a,b)("' },
  { branchId: "00000000-0000-4000-8000-00000000000a", status: "en_curso", missed: true },
];

/** What people type into a list, and what a page puts into its address. */
export const searches = () =>
  target({
    inputs: editedSamples(filters).map(asTyped),
    check(input) {
      const read = tryAct(() => readFilters(input));
      if (isRefused(read)) return;
      read.fits(call);
      const parts = Object.values(read.query).flat();
      promise(
        parts.every((part) => typeof part === "string" || part === true),
        "a filter is text",
      );
      promise(
        parts.every((part) => String(part).length < 20_000 || textOf(input).length > 10_000),
        "a filter is short",
      );
      const { search } = input;
      if (typeof search === "string" && search.length < 1000) {
        const pattern = namePattern(search.normalize("NFC").replace(/[\p{Cc}\p{Cs}]/gu, " "));
        promise(
          new RegExp(pattern, "su").test("") === /^\s*$/u.test(search) || pattern !== "",
          "a pattern is one",
        );
      }
    },
  });

const truths = new Set(["missed", "outsideHours"]);

/** Keeps the values that the types allow: texts and truth values. */
function asTyped(input: unknown): CallFilters {
  if (typeof input !== "object" || input === null) return {};
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      truths.has(name) ? value === true : textOf(value),
    ]),
  );
}

const cursors = [
  btoa("00000000-0000-4000-8000-000000000001 2026-11-26T10:00:00.123456+00:00"),
  btoa("00000000-0000-4000-8000-000000000001 "),
  "",
  "not base64!",
];

/** A client whose every query gives no rows. */
function emptyClient(): SupabaseClient {
  const query: object = new Proxy(() => query, {
    get: (_, name) =>
      name === "then"
        ? (resolve: (answer: object) => void) => resolve({ data: [], error: null, status: 200 })
        : query,
    apply: () => query,
  });
  return query as SupabaseClient;
}

const service = createCallService(emptyClient(), { url: "https://x.example", apiKey: "key" });

/** Cursors from the address of a page. */
export const pageCursors = () =>
  target({
    inputs: fc
      .tuple(editedSamples(cursors).map(textOf), fc.boolean())
      .map(([text, encode]) => (encode ? tryBtoa(text) : text)),
    async checkLater(after) {
      const page = await tryLongAct(() => service.fetchWhatsappCallsPage({ after }));
      if (isRefused(page)) {
        promise(page.code === "invalid_request", `a bad cursor is refused as one: ${page.code}`);
      }
    },
  });

function tryBtoa(text: string): string {
  try {
    return btoa(text);
  } catch {
    return text;
  }
}

const transcripts = [
  {
    transcript: {
      text: "Hola, gracias por llamar.",
      language: "es",
      segments: [
        {
          speaker: "business",
          text: "Hola",
          start: 0.1,
          end: 0.5,
          words: [{ text: "Hola", start: 0.1, end: 0.5 }],
        },
        { channel: 1, text: "gracias", start_time: "1.5s", end_time: "2s" },
      ],
    },
  },
  { text: "Hola", segments: [] },
  "Hola",
];

/** Documents of transcripts, as JSON or as text. */
export const transcriptTexts = () =>
  target({
    inputs: fc.tuple(editedSamples(transcripts), fc.boolean()),
    check([document, isJson]) {
      const text = isJson ? (JSON.stringify(document) ?? "") : textOf(document);
      const read = readTranscript(text);
      promise(typeof read.text === "string", "a transcript has a text");
      promise(read.language === null || typeof read.language === "string", "a language is a text");
      for (const { text: said, start, end, words, speaker } of read.segments) {
        promise(typeof said === "string" && Array.isArray(words), "a segment has a text and words");
        promise(
          [start, end].every((time) => time === null || Number.isFinite(time)),
          "a time is a number",
        );
        promise(
          speaker === null || speaker === "agent" || speaker === "contact",
          "a speaker is known",
        );
      }
    },
  });
