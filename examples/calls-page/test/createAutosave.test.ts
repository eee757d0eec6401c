import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createAutosave } from "../src/call/createAutosave.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An autosave whose requests end when the test says so. */
function start(text = "a") {
  const savings: { text: string; end: (isKept: boolean) => Promise<void> }[] = [];
  const autosave = createAutosave({
    text,
    delay: 100,
    save: (saved) =>
      new Promise<void>((resolve, reject) => {
        savings.push({
          text: saved,
          async end(isKept) {
            if (isKept) resolve();
            else reject(new Error("offline"));
            await vi.advanceTimersByTimeAsync(0);
          },
        });
      }),
  });
  const texts = () => savings.map((saving) => saving.text);
  return { autosave, savings, texts };
}

it("saves once at a pause in typing", async () => {
  const { autosave, savings, texts } = start();
  autosave.change("ab");
  vi.advanceTimersByTime(99);
  autosave.change("abc");
  vi.advanceTimersByTime(99);
  expect(texts()).toEqual([]);
  expect(autosave.getState()).toEqual({ text: "abc", status: "waiting" });
  vi.advanceTimersByTime(1);
  expect(texts()).toEqual(["abc"]);
  expect(autosave.getState().status).toBe("saving");
  await savings[0]?.end(true);
  expect(autosave.getState()).toEqual({ text: "abc", status: "saved" });
});

it("saves one text after the other, the newest last", async () => {
  const { autosave, savings, texts } = start();
  autosave.change("ab");
  autosave.flush();
  autosave.change("abc");
  autosave.flush();
  expect(texts()).toEqual(["ab"]);
  await savings[0]?.end(true);
  expect(texts()).toEqual(["ab", "abc"]);
  await savings[1]?.end(true);
  expect(autosave.getState().status).toBe("saved");
});

it("saves a restored text while another one is being saved", async () => {
  const { autosave, savings, texts } = start("a");
  autosave.change("ab");
  autosave.flush();
  autosave.change("a");
  await savings[0]?.end(true);
  expect(texts()).toEqual(["ab", "a"]);
});

it("keeps the text when saving fails, and tries again on request", async () => {
  const { autosave, savings, texts } = start();
  autosave.change("ab");
  autosave.flush();
  await savings[0]?.end(false);
  expect(autosave.getState()).toEqual({ text: "ab", status: "failed" });
  autosave.flush();
  expect(texts()).toEqual(["ab", "ab"]);
  await savings[1]?.end(true);
  expect(autosave.getState().status).toBe("saved");
  autosave.flush();
  expect(texts()).toHaveLength(2);
});

it("accepts changes by others only if there is no unsaved text", async () => {
  const { autosave, savings } = start();
  autosave.sync("theirs");
  expect(autosave.getState()).toEqual({ text: "theirs", status: "clean" });
  autosave.change("ours");
  autosave.sync("theirs again");
  expect(autosave.getState().text).toBe("ours");
  autosave.flush();
  autosave.sync("theirs once more");
  await savings[0]?.end(true);
  expect(autosave.getState()).toEqual({ text: "ours", status: "saved" });
});

it("calls its listeners until they unsubscribe", () => {
  const { autosave } = start();
  const listener = vi.fn();
  const leave = autosave.subscribe(listener);
  autosave.change("ab");
  leave();
  autosave.change("abc");
  expect(listener).toHaveBeenCalledTimes(1);
});
