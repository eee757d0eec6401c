import { expect, it } from "vitest";
import { type BatcherOptions, createBatcher } from "../../src/postgres/createBatcher.ts";

/** An item is a text such as `a1`; its first letter is its key. */
function createWorld(options: Partial<BatcherOptions<string, string>> = {}) {
  /** The statements in flight and those that have ended, in the order in which they were sent. */
  const sent: { items: readonly string[]; end(): void; fail(error: Error): void }[] = [];
  const add = createBatcher<string, string>({
    send: (items) =>
      new Promise((resolve, reject) => {
        sent.push({ items, end: () => resolve(items.map((item) => `${item}!`)), fail: reject });
      }),
    keysOf: ([key = ""]) => [key],
    mayBeOneItem: () => true,
    fullError: () => new Error("full"),
    limits: { statements: 2, items: 3, waiting: 4 },
    ...options,
  });
  /** Lets everything happen that does not wait for a statement. */
  const settle = async () => {
    for (const _turn of [1, 2]) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  /** Adds items, each after the event loop has read the former one. */
  const addInTurn = async (items: readonly string[]) => {
    const answers = [];
    for (const item of items) {
      answers.push(add(item));
      await settle();
    }
    return answers;
  };
  const end = async (index: number) => {
    sent[index]?.end();
    await settle();
  };
  return {
    add,
    addInTurn,
    sent,
    settle,
    end,
    batches: () => sent.map(({ items }) => items.join(" ")),
  };
}

it("sends at once while a statement is free; then items wait and share the next statements", async () => {
  const { addInTurn, end, batches } = createWorld();
  const answers = await addInTurn(["a1", "b1", "c1", "d1", "e1", "f1"]);
  expect(batches()).toEqual(["a1", "b1"]);
  await end(0);
  expect(batches()).toEqual(["a1", "b1", "c1 d1 e1"]);
  await end(1);
  expect(batches()).toEqual(["a1", "b1", "c1 d1 e1", "f1"]);
  await end(2);
  await end(3);
  expect(await Promise.all(answers)).toEqual(["a1!", "b1!", "c1!", "d1!", "e1!", "f1!"]);
});

it("items that arrive in the same turn of the event loop share a statement", async () => {
  const { add, settle, batches } = createWorld();
  for (const item of ["a1", "b1", "c1", "d1"]) void add(item);
  await settle();
  expect(batches()).toEqual(["a1 b1 c1", "d1"]);
});

it("answers an item only when its statement has ended", async () => {
  const { addInTurn, end } = createWorld();
  const answered: string[] = [];
  for (const item of await addInTurn(["a1", "b1"])) {
    void item.then((answer) => answered.push(answer));
  }
  expect(answered).toEqual([]);
  await end(1);
  expect(answered).toEqual(["b1!"]);
});

it("an item waits for an earlier one with the same key, and holds up no other key", async () => {
  const { addInTurn, end, batches } = createWorld();
  await addInTurn(["a1", "a2", "b1", "a3", "b2", "c1"]);
  expect(batches()).toEqual(["a1", "b1"]);
  await end(1);
  // a2 and a3 wait for a1.
  expect(batches().slice(2)).toEqual(["b2 c1"]);
  await end(0);
  expect(batches().slice(3)).toEqual(["a2 a3"]);
});

it("an item with several keys keeps its place in each of them", async () => {
  const { addInTurn, end, batches } = createWorld({ keysOf: (item) => [...item] });
  await addInTurn(["a", "ab", "bc", "d"]);
  expect(batches()).toEqual(["a", "d"]);
  await end(1);
  expect(batches()).toEqual(["a", "d"]);
  await end(0);
  expect(batches()).toEqual(["a", "d", "ab bc"]);
});

it("sends each item of a failed statement separately, in order", async () => {
  const { addInTurn, sent, settle, batches } = createWorld({
    limits: { statements: 1, items: 9, waiting: 9 },
  });
  const [, ...waiting] = await addInTurn(["z1", "a1", "b1", "c1"]);
  const answers = Promise.allSettled(waiting);
  sent[0]?.end();
  await settle();
  sent[1]?.fail(new Error("all"));
  for (const index of [2, 3, 4]) {
    await settle();
    if (index === 3) sent[index]?.fail(new Error("b1"));
    else sent[index]?.end();
  }
  expect(await answers).toEqual([
    { status: "fulfilled", value: "a1!" },
    { status: "rejected", reason: new Error("b1") },
    { status: "fulfilled", value: "c1!" },
  ]);
  expect(batches()).toEqual(["z1", "a1 b1 c1", "a1", "b1", "c1"]);
});

it("a failure that is no item's fault is the failure of each of them, and the next items are sent", async () => {
  const { addInTurn, sent, settle, batches } = createWorld({
    mayBeOneItem: () => false,
    limits: { statements: 1, items: 2, waiting: 9 },
  });
  const [, a, b, c] = await addInTurn(["z1", "a1", "b1", "c1"]);
  const answers = Promise.allSettled([a, b]);
  sent[0]?.end();
  await settle();
  const down = new Error("down");
  sent[1]?.fail(down);
  expect(await answers).toEqual([
    { status: "rejected", reason: down },
    { status: "rejected", reason: down },
  ]);
  await settle();
  sent[2]?.end();
  expect(await c).toBe("c1!");
  expect(batches()).toEqual(["z1", "a1 b1", "c1"]);
});

it("refuses an item while too many wait, and takes items again afterwards", async () => {
  const { add, addInTurn, end, batches } = createWorld();
  await addInTurn(["a1", "b1", "c1", "d1", "e1", "f1"]);
  await expect(add("g1")).rejects.toThrow("full");
  await end(0);
  await addInTurn(["h1"]);
  await end(1);
  expect(batches()).toEqual(["a1", "b1", "c1 d1 e1", "f1 h1"]);
});
