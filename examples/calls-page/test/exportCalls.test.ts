import { makeCall } from "@skale-calls/core/testing";
import type { FetchCallsPageParams } from "@skale-calls/supabase-adapter";
import { createInstance, type TFunction } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { callRecord, recordColumns } from "../src/history/callRecord.ts";
import { exportCalls } from "../src/history/exportCalls.ts";
import { separatorFor, writeCsv } from "../src/history/writeCsv.ts";
import { en } from "../src/i18n/en/index.ts";
import { es } from "../src/i18n/es/index.ts";

const i18n = createInstance();
beforeAll(() => i18n.init({ lng: "es", resources: { es, en } }));

const incoming = { direction: "entrante", contact_phone: "+525587654321" } as const;

const record = (language: "es" | "en", values: Parameters<typeof makeCall>[0]) => {
  const t = i18n.getFixedT(language) as unknown as TFunction<["call", "history", "common"]>;
  const cells = callRecord(makeCall({ ...incoming, ...values }), {
    t,
    language,
    agentName: (id) => `agent ${id}`,
    leadName: ({ lead_id }) => lead_id && `lead ${lead_id}`,
  });
  return Object.fromEntries(recordColumns.map((column, index) => [column, cells[index]]));
};

describe("callRecord", () => {
  it("has a value for every column, in the page's language", () => {
    const values = {
      direction: "saliente",
      status: "completada",
      end_reason: "completed",
      contact_name: "Mariana Ortiz",
      answered_at: "2026-11-22T10:00:09.123456+00:00",
      ended_at: "2026-11-22T10:05:00+00:00",
      duration_seconds: 284,
      business_phone: "+525550001111",
      user_id: "7",
      notes: "Volver a llamar",
      deeplink_payload: "poster",
    } as const;
    expect(record("es", values)).toMatchObject({
      time: "2026-11-22T10:00:00.000Z",
      direction: "Saliente",
      contact: "Mariana Ortiz",
      phone: "+52 55 8765 4321",
      status: "Completada",
      answeredTime: "2026-11-22T10:00:09.123Z",
      endedTime: "2026-11-22T10:05:00.000Z",
      durationSeconds: "284",
      businessPhone: "+52 55 5000 1111",
      agent: "agent 7",
      notes: "Volver a llamar",
      entryPoint: "Enlace de llamada",
      entryPayload: "poster",
    });
    const english = { direction: "Outgoing", status: "Completed", entryPoint: "Call link" };
    expect(record("en", values)).toMatchObject(english);
    expect(record("es", {})).toMatchObject({ entryPoint: "", entryPayload: "" });
  });

  it("contains the reason, the agent who declined, and the lead's name without direction marks", () => {
    const values = {
      status: "fallida",
      end_reason: "failed",
      error_code: "138006",
      rejected_at: "2026-11-22T10:00:00Z",
      claimed_by: "8",
      contact_name: "gnp.\u202eexe\nAna",
    } as const;
    expect(record("es", values)).toMatchObject({
      contact: "gnp.exe Ana",
      error: expect.stringMatching(/^El contacto no ha permitido llamadas/),
      errorCode: "138006",
      agent: "agent 8",
    });
    expect(record("en", { ...values, lead_id: "1" })).toMatchObject({
      contact: "lead 1",
      error: expect.stringMatching(/permi/),
    });
  });

  it("contains the status that an agent chose for a logged call", () => {
    const values = { call_id: "manual:1", status: "no_contestada" } as const;
    expect(record("es", values)).toMatchObject({
      status: "No contestada",
      endReason: "Registrada a mano",
    });
  });

  it("leaves unknown values empty, and says that a call was logged by hand", () => {
    const values = { direction: null, contact_phone: null, call_id: "manual:1" } as const;
    expect(record("es", values)).toMatchObject({
      direction: "Desconocida",
      contact: "Contacto sin número",
      phone: "",
      status: "Registrada a mano",
      endReason: "Registrada a mano",
      error: "",
      agent: "",
      answeredTime: "",
    });
  });
});

describe("writeCsv", () => {
  it("quotes every value and ends every line", () => {
    const lines = [
      ["a", 'b"c', "d;e"],
      ["f\ng", "", "ñ"],
    ];
    expect(writeCsv(lines, ",")).toBe('"a","b""c","d;e"\r\n"f\ng","","ñ"\r\n');
    expect(writeCsv(lines, ";")).toBe('"a";"b""c";"d;e"\r\n"f\ng";"";"ñ"\r\n');
    expect(writeCsv([], ";")).toBe("");
  });

  it.each([
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["+A1", "'+A1"],
    ["-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"],
    ["\t=1", "'\t=1"],
    ["＝1+1", "'＝1+1"],
    ["＋1＋1", "'＋1＋1"],
    [" \u200b=1", "' \u200b=1"],
    // Characters with which other spreadsheets begin a cell or a line.
    ["%=1+1;=2", "%=1+1;'=2"],
    ["Ana;  -2+3", "Ana;'  -2+3"],
    ["Ana,@SUM(A1)", "Ana,'@SUM(A1)"],
    ["a|=1\t=2", "a|'=1\t'=2"],
    ["nota\n=1+1", "nota\n'=1+1"],
    ["nota\r\n\n＝1", "nota\r'\n\n＝1"],
    ['"=1', "\"'=1"],
    ["+52 55 8765 4321", "+52 55 8765 4321"],
    ["+5215587654321", "+5215587654321"],
    ["Nota - normal = sí", "Nota - normal = sí"],
    ["a@b.mx", "a@b.mx"],
  ])("lets no spreadsheet compute %j", (value, expected) => {
    // The CSV format adds quotes, which are not part of the value.
    expect(
      writeCsv([[value]], ";")
        .slice(1, -3)
        .replaceAll('""', '"'),
    ).toBe(expected);
  });

  it.each([
    ["es", ["es-ES"], ";"],
    ["es", ["en-US", "es-AR"], ";"],
    ["es", ["es-MX", "es-ES"], ","],
    ["es", ["en-US"], ";"],
    ["en", ["en-GB"], ","],
  ] as const)("page in %s, browser with %j: the separator is %s", (page, browser, expected) => {
    expect(separatorFor(page, browser)).toBe(expected);
  });
});

describe("exportCalls", () => {
  const pages = [
    { calls: [makeCall({ id: "1" }), makeCall({ id: "2" })], next: "two" },
    { calls: [makeCall({ id: "3" })], next: null },
  ];

  function start(signal = new AbortController().signal, onProgress = (_: number) => {}) {
    const asked: FetchCallsPageParams[] = [];
    const calls = {
      async fetchWhatsappCallsPage(params: FetchCallsPageParams = {}) {
        asked.push(params);
        const page = pages[asked.length - 1];
        if (page === undefined) throw new Error("There is no such page.");
        return page;
      },
    };
    const write = (page: readonly { id: string }[]) => page.map(({ id }) => id).join("");
    const parts = exportCalls({ calls, filters: { search: "ana" }, write, onProgress, signal });
    return { asked, parts };
  }

  it("writes all pages of the filters and reports its progress", async () => {
    const told: number[] = [];
    const { asked, parts } = start(undefined, (count) => told.push(count));
    expect(await parts).toEqual(["12", "3"]);
    expect(told).toEqual([2, 3]);
    expect(asked).toEqual([
      { search: "ana", limit: 500, after: null },
      { search: "ana", limit: 500, after: "two" },
    ]);
  });

  it("stops between two pages", async () => {
    const stopping = new AbortController();
    const { asked, parts } = start(stopping.signal, () => stopping.abort());
    await expect(parts).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
    expect(asked).toHaveLength(2);
  });
});
