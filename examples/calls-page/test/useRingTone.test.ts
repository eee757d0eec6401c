// @vitest-environment happy-dom
import { act, createElement } from "react";
import { createRoot } from "react-dom/client";
import { beforeEach, expect, test, vi } from "vitest";
import { useRingTone } from "../src/phone/incoming/useRingTone.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const ringer = vi.hoisted(() => ({
  start: vi.fn(),
  stop: vi.fn(),
  beep: vi.fn(),
  isBlocked: () => false,
  subscribe: () => () => {},
}));
vi.mock("../src/phone/incoming/createRinger.ts", () => ({ createRinger: () => ringer }));

interface Ringing {
  count: number;
  isQuiet: boolean;
  isSilent?: boolean;
}

function Tone({ count, isQuiet, isSilent = false }: Ringing) {
  useRingTone(count, { isQuiet, isSilent });
  return null;
}

const root = createRoot(document.createElement("div"));
const show = (ringing: Ringing) => act(() => root.render(createElement(Tone, ringing)));

beforeEach(async () => {
  await show({ count: 0, isQuiet: false });
  vi.clearAllMocks();
});

test("during a call, each new caller causes a beep, and a caller who gives up does not", async () => {
  const beeps: number[] = [];
  for (const count of [0, 1, 2, 1, 0, 1, 1]) {
    await show({ count, isQuiet: true });
    beeps.push(ringer.beep.mock.calls.length);
  }
  expect(beeps).toEqual([0, 1, 2, 2, 2, 3, 3]);
  expect(ringer.start).not.toHaveBeenCalled();
});

test("a call that rang before the agent began to talk causes no beep", async () => {
  await show({ count: 2, isQuiet: false });
  await show({ count: 1, isQuiet: true });
  expect([ringer.start, ringer.stop, ringer.beep].map(({ mock }) => mock.calls.length)).toEqual([
    1, 1, 0,
  ]);
});

test("nothing sounds if the ring tone is off", async () => {
  await show({ count: 1, isQuiet: false, isSilent: true });
  await show({ count: 2, isQuiet: true, isSilent: true });
  expect(ringer.start).not.toHaveBeenCalled();
  expect(ringer.beep).not.toHaveBeenCalled();
});
