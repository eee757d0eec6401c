import { randomUUID } from "node:crypto";
import { createFakeClock } from "@skale-calls/core/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createCallList, createCallService } from "../../src/index.ts";
import {
  backends,
  branchA,
  branchB,
  type CallsWorld,
  startCallsWorld,
} from "../startCallsWorld.ts";
import { makeListedCall } from "./makeListedCall.ts";

const said = {
  price: "Le mando la cotización del sedán mañana.",
  drive: "¿Puedo probar los coches el sábado? I would like a test drive.",
  branchB: "La cotización de la otra sucursal.",
};

describe.each(backends)("the search in transcripts on %s", (backend) => {
  let world: CallsWorld;
  let ids: Record<keyof typeof said | "unassigned" | "silent", string>;
  beforeAll(async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    world = await startCallsWorld(backend);
    ids = {
      price: randomUUID(),
      drive: randomUUID(),
      branchB: randomUUID(),
      unassigned: randomUUID(),
      silent: randomUUID(),
    };
    const at = (minute: number) => ({ created_at: `2026-11-20T10:0${minute}:00Z` });
    await world.replaceCalls([
      { id: ids.price, transcript: said.price, status: "completada", ...at(1) },
      { id: ids.drive, transcript: said.drive, direction: "saliente", ...at(2) },
      { id: ids.branchB, transcript: said.branchB, branch_id: branchB, ...at(3) },
      { id: ids.unassigned, transcript: said.price, branch_id: null, ...at(4) },
      { id: ids.silent, ...at(5) },
    ]);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await world.stop();
  });
  const service = (who: "agent of A" | "agent of B" | "no agent" | "anon" = "agent of A") =>
    createCallService(world.clients[who], world.options);
  const find = async (text: string, filters = {}, who?: Parameters<typeof service>[0]) =>
    (await service(who).fetchWhatsappCallsPage({ said: text, ...filters })).calls.map(
      ({ id }) => Object.entries(ids).find(([, known]) => known === id)?.[0],
    );

  it.each([
    ["cotización", ["unassigned", "price"]],
    ["COTIZACIONES", ["unassigned", "price"]],
    ["cotizacion", ["unassigned", "price"]],
    ["sedan mandar", ["unassigned", "price"]],
    ["coche", ["drive"]],
    ["driving", ["drive"]],
    ["sabado", ["drive"]],
    ['"test drive"', ["drive"]],
    ['"drive test"', []],
    ["cotización or coche", ["unassigned", "drive", "price"]],
    ["sedán -cotización", []],
    ["camioneta", []],
    ["  ", ["silent", "unassigned", "drive", "price"]],
  ])("%s finds %j", async (text, found) => {
    expect(await find(text)).toEqual(found);
  });

  it("is only in the calls that the agent sees", async () => {
    expect(await find("cotización", {}, "agent of B")).toEqual(["unassigned", "branchB"]);
    expect(await find("cotización", {}, "no agent")).toEqual([]);
    await expect(find("cotización", {}, "anon")).rejects.toMatchObject({ code: "forbidden" });
  });

  it("goes together with the other filters, and pages", async () => {
    expect(await find("cotización or coche", { direction: "saliente" })).toEqual(["drive"]);
    expect(await find("cotización or coche", { status: "completada" })).toEqual(["price"]);
    const first = await service().fetchWhatsappCallsPage({ said: "cotización or coche", limit: 1 });
    expect(first.calls.map(({ id }) => id)).toEqual([ids.unassigned]);
    const { calls, next } = await service().fetchWhatsappCallsPage({
      said: "cotización or coche",
      limit: 2,
      after: first.next,
    });
    expect([calls.map(({ id }) => id), next]).toEqual([[ids.drive, ids.price], null]);
  });

  it("accepts any text", async () => {
    for (const text of [
      "'",
      "a & | ! (",
      "((",
      ":*",
      '"',
      "\\",
      "-",
      "ñ\u202e",
      "x".repeat(5000),
    ]) {
      expect(await find(text)).toEqual([]);
    }
  });
});

describe("a list of calls in which words were said", () => {
  it("reads again when another call has ended, and guesses nothing", async () => {
    const shown = makeListedCall({ id: randomUUID(), branch_id: branchA });
    const other = makeListedCall({ id: randomUUID(), branch_id: branchA, status: "completada" });
    const ringing = makeListedCall({ id: randomUUID(), branch_id: branchA, status: "iniciando" });
    let page = [shown];
    let readings = 0;
    let tell: (call: typeof shown) => void = () => {};
    const clock = createFakeClock();
    const list = createCallList({
      clock,
      filters: { said: "hola" },
      service: {
        async fetchWhatsappCallsPage() {
          readings += 1;
          return { calls: page, next: null };
        },
        subscribeToCalls({ onChange }) {
          tell = (call) => onChange(call, "updated");
          return () => {};
        },
      },
    });
    await list.load();
    const ids = () => list.getState().calls.map(({ id }) => id);
    tell(ringing);
    await clock.advance(100);
    expect([readings, ids()]).toEqual([1, [shown.id]]);
    page = [shown];
    tell(other);
    await clock.advance(100);
    expect([readings, ids()]).toEqual([2, [shown.id]]);
    page = [shown, other];
    tell(other);
    await clock.advance(100);
    expect(readings).toBe(3);
    expect(ids().sort()).toEqual([shown.id, other.id].sort());
  });
});
