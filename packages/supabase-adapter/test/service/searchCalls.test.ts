import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type CallService,
  createCallService,
  type FetchCallsPageParams,
  readFilters,
} from "../../src/index.ts";
import { anyFilters, anyListedRow } from "../list/filterArbitraries.ts";
import {
  backends,
  branchA,
  branchB,
  type CallsWorld,
  startCallsWorld,
} from "../startCallsWorld.ts";

describe.for(backends)("on %s", (backend) => {
  let world: CallsWorld;
  let service: CallService;
  beforeAll(async () => {
    vi.spyOn(console, "error").mockImplementation(() => {}); // The API's server prints refused requests.
    world = await startCallsWorld(backend);
    service = createCallService(world.clients["agent of A"], world.options);
  }, 60_000);
  afterAll(async () => {
    vi.restoreAllMocks();
    await world.stop();
  });

  const at = (day: number) => `2026-11-${String(day).padStart(2, "0")}T12:00:00Z`;
  async function find(params: FetchCallsPageParams): Promise<(string | null)[]> {
    const { calls } = await service.fetchWhatsappCallsPage(params);
    return calls.map((call) => call.contact_name ?? call.contact_phone);
  }

  describe("what a person types", () => {
    beforeAll(async () => {
      const contacts: [name: string | null, phone: string | null][] = [
        ["José Ángel Núñez", "+525512345678"],
        ["ANA MARÍA LÓPEZ", "+5215587654321"],
        ["100% (real) [x] a\\b", "+5491123456789"],
        ["a,b.c:\"d'e*f_g", "+551187654321"],
        [null, "+34612345678"],
        ["Zoë", null],
      ];
      await world.replaceCalls(
        contacts.map(([contact_name, contact_phone], index) => ({
          contact_name,
          contact_phone,
          created_at: at(20 - index),
        })),
      );
    });
    const [jose, ana, odd, quoted, nameless, zoe] = [
      "José Ángel Núñez",
      "ANA MARÍA LÓPEZ",
      "100% (real) [x] a\\b",
      "a,b.c:\"d'e*f_g",
      "+34612345678",
      "Zoë",
    ];

    it.each<[string, string[]]>([
      ["José", [jose]],
      ["jose", [jose]],
      ["JOSE ANGEL", [jose]],
      ["josé núñez", [jose]],
      ["Nun\u0303ez", [jose]],
      ["ana lopez", [ana]],
      ["  ana   maria ", [ana]],
      ["zoe", [zoe]],
      ["lopez ana", []],
      ["100%", [odd]],
      ["%", [odd]],
      ["(real)", [odd]],
      ["[x]", [odd]],
      // A backslash matches any letter.
      ["a\\b", [odd, quoted]],
      ["zo\u0000", [zoe]],
      ["x".repeat(50_000), []],
      ["a,b.c:", [quoted]],
      ['"d', [quoted]],
      ["'e*f", [quoted]],
      ["_", [quoted]],
      [".", [quoted]],
      [".*", []],
      ["),status.eq.iniciando,or(", []],
      // Numbers.
      ["55 1234 5678", [jose]],
      ["+52 (55) 1234-5678", [jose]],
      ["1234", [jose, odd, nameless]],
      ["+34 612", [nameless]],
      // The other WhatsApp form, in full and in part.
      ["+52 1 55 1234 5678", [jose]],
      ["+52 1 55 12", [jose]],
      ["+52 55 8765", [ana]],
      ["+54 11 2345", [odd]],
      ["+55 11 98765 4321", [quoted]],
      ["+55 11 9876", [quoted]],
      // Too many numbers contain two digits, but for a name they are enough.
      ["10", [odd]],
      ["77777", []],
    ])("%j finds it", async (search, found) => {
      expect(await find({ search })).toEqual(found);
    });

    it.each([null, "", "  "])("%j does not filter", async (search) => {
      expect(await find({ search })).toHaveLength(6);
    });
  });

  it("works with every other filter and with pages", async () => {
    const wanted = {
      contact_name: "Ana",
      status: "no_contestada",
      end_reason: "missed",
      direction: "entrante",
      created_at: at(10),
    } as const;
    await world.replaceCalls([
      { ...wanted, contact_name: "Luis" },
      { ...wanted, status: "cancelada" },
      { ...wanted, end_reason: "expired" },
      { ...wanted, direction: "saliente" },
      { ...wanted, created_at: at(9) },
      { ...wanted, created_at: at(11) },
      { ...wanted, branch_id: null },
      { ...wanted, branch_id: branchB },
      wanted,
      wanted,
      wanted,
    ]);
    const params: FetchCallsPageParams = {
      search: "ana",
      status: "no_contestada",
      endReason: "missed",
      direction: "entrante",
      branchId: branchA,
      from: at(10),
      to: at(11),
      limit: 2,
    };
    const first = await service.fetchWhatsappCallsPage(params);
    const second = await service.fetchWhatsappCallsPage({ ...params, after: first.next });
    const pages = [first, second].map(({ calls }) => calls.map(({ contact_name }) => contact_name));
    expect(pages).toEqual([["Ana", "Ana"], ["Ana"]]);
    expect(new Set([...first.calls, ...second.calls].map(({ id }) => id)).size).toBe(3);
    expect(second.next).toBeNull();
    expect(await find({ endReason: "expired" })).toEqual(["Ana"]);
  });

  it("finds a part of a number with and without the mobile digit, with or without the country code", async () => {
    const phones = [
      "+553188888888",
      "+5531987654321",
      "+525512345678",
      "+5215587654321",
      "+541123456789",
    ];
    await world.replaceCalls(
      phones.map((contact_phone, index) => ({ contact_phone, created_at: at(20 - index) })),
    );
    const [short, long, mx, mxOld, ar] = phones;
    const searches: [string, string | undefined][] = [
      ["31 98888-8888", short],
      ["1 98888-88", short],
      ["98888-8888", short],
      ["031 98888 8888", short],
      ["+55 31 98888", short],
      ["31 8765-4321", long],
      ["1 8765-43", long],
      ["+55 31 8765-4", long],
      ["521 55 1234", mx],
      ["1 55 1234 5678", mx],
      ["52 55 8765 4321", mxOld],
      ["2 55 8765", mxOld],
      // The prefixes that Mexicans dialled until 2019.
      ["044 55 1234 5678", mx],
      ["045 55 8765 43", mxOld],
      ["(044) 55 12", mx],
      ["01 55 1234 5678", mx],
      ["044 55 1234 5679", undefined],
      ["9 11 2345 6789", ar],
      ["31 98888-88889", undefined],
      ["31 98888-8889", undefined],
    ];
    for (const [search, phone] of searches) {
      expect([search, await find({ search })]).toEqual([search, phone ? [phone] : []]);
    }
  });

  // Postgres itself decides; the stand-in is compared with it by the other tests.
  if (backend === "Postgres") {
    it("selects among loaded calls exactly those that the database finds", async () => {
      const rows = fc.sample(anyListedRow, { numRuns: 60, seed: 8 });
      await world.replaceCalls(rows);
      const { calls } = await service.fetchWhatsappCallsPage({ limit: 500 });
      expect(calls).toHaveLength(60);
      const found = new Set<number>();
      for (const filters of fc.sample(anyFilters, { numRuns: 200, seed: 8 })) {
        const page = await service.fetchWhatsappCallsPage({ ...filters, limit: 500 });
        const fitting = calls.filter(readFilters(filters).fits);
        expect([filters, page.calls.map(({ id }) => id)]).toEqual([
          filters,
          fitting.map(({ id }) => id),
        ]);
        found.add(fitting.length);
      }
      // The searches select some calls, neither all nor none.
      expect(found.size).toBeGreaterThan(15);
    });
  }

  describe("one call", () => {
    beforeEach(() => world.replaceCalls([]));

    it("is returned to agents who may see it", async () => {
      const [own, other, unassigned] = await world.replaceCalls([
        {},
        { branch_id: branchB },
        { branch_id: null },
      ]);
      const read = (id = "") => service.fetchWhatsappCall(id);
      expect(own).toMatchObject({ ...(await read(own?.id)) });
      expect(unassigned).toMatchObject({ ...(await read(unassigned?.id)) });
      expect(await service.fetchWhatsappCall(other?.id ?? "")).toBeNull();
      await expect(service.fetchWhatsappCall("1")).rejects.toMatchObject({
        code: "invalid_request",
      });
    });
  });
});
