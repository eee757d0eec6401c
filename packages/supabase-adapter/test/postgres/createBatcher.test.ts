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
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const end = async (index: number) => {
    sent[index]?.end();
    await settle();
  };
  return { add, sent, settle, end, batches: () => sent.map(({ items }) => items.join(" ")) };
}

it("sends at once while a statement is free; then items wait and share the next statements", async () => {
  const { add, end, batches } = createWorld();
  const answers = Promise.all(["a1", "b1", "c1", "d1", "e1", "f1"].map(add));
  expect(batches()).toEqual(["a1", "b1"]);
  await end(0);
  expect(batches()).toEqual(["a1", "b1", "c1 d1 e1"]);
  await end(1);
  expect(batches()).toEqual(["a1", "b1", "c1 d1 e1", "f1"]);
  await end(2);
  await end(3);
  expect(await answers).toEqual(["a1!", "b1!", "c1!", "d1!", "e1!", "f1!"]);
});

it("answers an item only when its statement has ended", async () => {
  const { add, settle, end } = createWorld();
  const answered: string[] = [];
  for (const item of ["a1", "b1"]) void add(item).then((answer) => answered.push(answer));
  await settle();
  expect(answered).toEqual([]);
  await end(1);
  expect(answered).toEqual(["b1!"]);
});

it("an item waits for an earlier one with the same key, and holds up no other key", async () => {
  const { add, end, batches } = createWorld();
  for (const item of ["a1", "a2", "b1", "a3", "b2", "c1"]) void add(item);
  expect(batches()).toEqual(["a1", "b1"]);
  await end(1);
  // a2 and a3 wait for a1.
  expect(batches().slice(2)).toEqual(["b2 c1"]);
  await end(0);
  expect(batches().slice(3)).toEqual(["a2 a3"]);
});

it("an item with several keys keeps its place in each of them", async () => {
  const { add, end, batches } = createWorld({ keysOf: (item) => [...item] });
  for (const item of ["a", "ab", "bc", "d"]) void add(item);
  expect(batches()).toEqual(["a", "d"]);
  await end(1);
  expect(batches()).toEqual(["a", "d"]);
  await end(0);
  expect(batches()).toEqual(["a", "d", "ab bc"]);
});

it("sends each item of a failed statement separately, in order", async () => {
  const { add, sent, settle, batches } = createWorld({
    limits: { statements: 1, items: 9, waiting: 9 },
  });
  void add("z1");
  const answers = Promise.allSettled(["a1", "b1", "c1"].map(add));
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
  const { add, sent, settle, batches } = createWorld({
    mayBeOneItem: () => false,
    limits: { statements: 1, items: 2, waiting: 9 },
  });
  void add("z1");
  const answers = Promise.allSettled(["a1", "b1"].map(add));
  const last = add("c1");
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
  expect(await last).toBe("c1!");
  expect(batches()).toEqual(["z1", "a1 b1", "c1"]);
});

it("refuses an item while too many wait, and takes items again afterwards", async () => {
  const { add, end, batches } = createWorld();
  for (const item of ["a1", "b1", "c1", "d1", "e1", "f1"]) void add(item);
  await expect(add("g1")).rejects.toThrow("full");
  await end(0);
  void add("h1");
  await end(1);
  expect(batches()).toEqual(["a1", "b1", "c1 d1 e1", "f1 h1"]);
});
