// @vitest-environment happy-dom
import { act, createElement } from "react";
import { createRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import type { SoftphoneCall } from "../call/softphoneCall.ts";
import type { Softphone } from "../createSoftphone.ts";
import { createTestSoftphone } from "../testing/createTestSoftphone.ts";
import { useCall, useCallQuality, useCalls, useSoftphone } from "./index.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

function Current({ call }: { call: SoftphoneCall | null }) {
  const state = useCall(call);
  const quality = useCallQuality(call);
  return `${state?.phase ?? "none"}${state?.isMuted ? " muted" : ""} ${quality?.packetsReceived ?? "-"}`;
}

let renders = 0;

function Phone({ softphone }: { softphone: Softphone }) {
  renders++;
  const { current, lastEnded } = useSoftphone(softphone);
  const calls = useCalls(softphone);
  return createElement(
    "p",
    null,
    `${calls.length} ${lastEnded?.state.endReason ?? "-"} `,
    createElement(Current, { call: current }),
  );
}

test("the hooks render at every change, and only at changes", async () => {
  const { softphone, signaling, clock, connection } = createTestSoftphone();
  const page = document.createElement("div");
  const root = createRoot(page);
  await act(() => root.render(createElement(Phone, { softphone })));
  expect(page.textContent).toBe("0 - none -");

  await act(async () => void signaling.ring());
  expect(page.textContent).toBe("1 - none -");
  const [call] = softphone.state.calls;

  await act(async () => {
    void call?.answer();
    await clock.advance();
    connection().setState("connected");
    await clock.advance();
  });
  expect(page.textContent).toBe("1 - connected -");

  const before = renders;
  await act(async () => call?.mute());
  await act(async () => {
    connection().hear(12);
    await clock.advance(250);
  });
  expect(page.textContent).toBe("1 - connected muted 12");
  expect(renders).toBe(before);

  await act(async () => call?.hangUp());
  expect(page.textContent).toBe("0 completed none -");
  await act(() => root.unmount());
});

test("the hooks render on a server", () => {
  const { softphone } = createTestSoftphone();
  expect(renderToString(createElement(Phone, { softphone }))).toContain("none");
});
