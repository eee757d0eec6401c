// @vitest-environment happy-dom
import { type CallPermission, CallsError, ProviderError } from "@skale-calls/core";
import { createFakeClock } from "@skale-calls/core/testing";
import { act, createElement } from "react";
import { createRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { type CallPermissionResult, useCallPermission } from "./useCallPermission.ts";
import {
  type PermissionService,
  type PermissionTarget,
  watchPermission,
} from "./watchPermission.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const to = "+525587654321";
const none: CallPermission = {
  status: "none",
  expires_at: null,
  source: null,
  decided_at: null,
  request: null,
  requests: { left: 1, next_at: null },
  unanswered_calls: 0,
  may_call: false,
};
const requested: CallPermission = {
  ...none,
  status: "requested",
  requests: { left: 0, next_at: "2026-11-02T00:00:00.000Z" },
};

function setUp(target: PermissionTarget | null = { to }) {
  const clock = createFakeClock();
  const page = Object.assign(new EventTarget(), {
    visibilityState: "visible" as DocumentVisibilityState,
  });
  const show = (visibilityState: DocumentVisibilityState) => {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const acts: unknown[] = [];
  let next: CallPermission | Error = none;
  let onCall: ((call: never) => void) | undefined;
  const answer = async (what: unknown) => {
    acts.push(what);
    if (next instanceof Error) throw next;
    return next;
  };
  const service: PermissionService = {
    fetchCallPermission: () => answer("fetch"),
    requestCallPermission: ({ id }) => answer(id),
    subscribeToCalls({ onChange }) {
      onCall = onChange;
      return () => {
        onCall = undefined;
      };
    },
  };
  const watch = watchPermission(service, target, { clock, page: page as never });
  return {
    clock,
    show,
    acts,
    service,
    watch,
    call: (fields: object) =>
      onCall?.({ status: "completada", contact_phone: to, ...fields } as never),
    isSubscribed: () => onCall !== undefined,
    answerWith(permission: CallPermission | Error) {
      next = permission;
    },
  };
}

describe("watchPermission", () => {
  it("reads once, and then only when something may have changed", async () => {
    const { clock, acts, watch, call } = setUp();
    const stop = watch.subscribe(() => {});
    expect(watch.state).toEqual({ permission: null, error: null, isLoading: true });
    await clock.advance(3_600_000);
    expect(watch.state).toEqual({ permission: none, error: null, isLoading: false });
    expect(acts).toHaveLength(1);
    call({ status: "en_curso" });
    call({ contact_phone: "+34600111222" });
    await clock.advance(10_000);
    expect(acts).toHaveLength(1);
    call({ contact_phone: "+5215587654321" });
    await clock.advance(10_000);
    expect(acts).toHaveLength(2);
    stop();
  });

  it("reads every 3 s while a request is open and the page is visible", async () => {
    const { clock, acts, watch, show, answerWith } = setUp();
    answerWith(requested);
    const stop = watch.subscribe(() => {});
    await clock.advance(9_500);
    expect(acts).toHaveLength(4);
    show("hidden");
    await clock.advance(60_000);
    expect(acts).toHaveLength(4);
    show("visible");
    await clock.advance(100);
    expect(acts).toHaveLength(5);
    answerWith({ ...none, status: "permanent", may_call: true });
    await clock.advance(60_000);
    expect(acts).toHaveLength(6);
    expect(watch.state.permission?.may_call).toBe(true);
    stop();
  });

  it("reads less often the longer a request is open", async () => {
    const { clock, acts, watch, answerWith } = setUp();
    const requested_at = new Date(clock.now()).toISOString();
    const request = { id: "r", message_id: null, requested_at, status: "sent", error_code: null };
    answerWith({ ...requested, requests: { left: 0, next_at: null }, request } as CallPermission);
    const stop = watch.subscribe(() => {});
    await clock.advance(120_000);
    expect(acts.length).toBeGreaterThan(35);
    acts.length = 0;
    await clock.advance(600_000);
    expect(acts.length).toBeLessThan(22);
    await clock.advance(3_600_000);
    expect(acts.length).toBeLessThan(40);
    stop();
  });

  it("reads again when a permission ends, and when the next request is accepted", async () => {
    const { clock, acts, watch, show, answerWith } = setUp();
    answerWith({
      ...none,
      status: "temporary",
      may_call: true,
      expires_at: "2026-11-01T01:00:00.000Z",
    });
    const stop = watch.subscribe(() => {});
    await clock.advance(3_599_000);
    expect(acts).toHaveLength(1);
    show("hidden");
    answerWith({ ...requested, status: "rejected" });
    await clock.advance(2_000);
    expect(acts).toHaveLength(2);
    await clock.advance(23 * 3_600_000 - 3_000);
    expect(acts).toHaveLength(2);
    answerWith(none);
    await clock.advance(3_000);
    expect(acts).toHaveLength(3);
    stop();
  });

  it("reads slowly if the server says that an end is in the past, or fails", async () => {
    const { clock, acts, watch, answerWith } = setUp();
    answerWith({ ...none, requests: { left: 0, next_at: "2026-10-31T00:00:00.000Z" } });
    const stop = watch.subscribe(() => {});
    await clock.advance(30_500);
    expect(acts).toHaveLength(11);
    stop();
    answerWith(requested);
    const stopAgain = watch.subscribe(() => {});
    await clock.advance(100);
    acts.length = 0;
    answerWith(new CallsError("store_unavailable"));
    await clock.advance(100_000);
    expect(acts.length).toBeLessThan(6);
    expect(watch.state).toMatchObject({
      permission: requested,
      error: { code: "store_unavailable" },
    });
    stopAgain();
  });

  it("asks with one id until the response is clear", async () => {
    const { clock, acts, watch, answerWith } = setUp();
    answerWith(new ProviderError("service_failed", "ambiguous"));
    await watch.request();
    await watch.request();
    answerWith(requested);
    await watch.request();
    answerWith(new CallsError("permission_limit"));
    await watch.request();
    await clock.advance();
    const [first, second, third, fourth] = acts;
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
    expect(watch.state).toMatchObject({
      permission: requested,
      error: { code: "permission_limit" },
    });
  });

  it("reads what a refusal has taught the server, and keeps the refusal", async () => {
    const { acts, service, watch, answerWith } = setUp();
    const refusal = new ProviderError("permission_limit", "rejected");
    const learnt = { ...none, requests: requested.requests };
    service.requestCallPermission = async () => {
      answerWith(learnt);
      throw refusal;
    };
    await watch.request();
    expect(acts).toEqual(["fetch"]);
    expect(watch.state).toEqual({ permission: learnt, error: refusal, isLoading: false });
    await watch.reload();
    expect(watch.state.error).toBeNull();

    service.requestCallPermission = async () => {
      answerWith(new Error("offline"));
      throw refusal;
    };
    await watch.request();
    expect(watch.state).toEqual({ permission: learnt, error: refusal, isLoading: false });
    service.requestCallPermission = async () => {
      throw new ProviderError("service_failed", "ambiguous");
    };
    const before = acts.length;
    await watch.request();
    expect(acts).toHaveLength(before);
  });

  it("sends nothing without a contact, and nothing after the last listener has left", async () => {
    const idle = setUp(null);
    idle.watch.subscribe(() => {});
    await idle.watch.request();
    await idle.clock.advance(10_000);
    expect(idle.acts).toEqual([]);
    expect(idle.watch.state.isLoading).toBe(false);
    const left = setUp();
    left.answerWith(requested);
    left.watch.subscribe(() => {})();
    await left.clock.advance(60_000);
    expect(left.acts).toHaveLength(1);
    expect(left.isSubscribed()).toBe(false);
  });
});

let result: CallPermissionResult | undefined;

function View({ service, phone }: { service: PermissionService; phone: string }) {
  result = useCallPermission(service, { to: phone });
  return `${result.permission?.status ?? "-"} ${result.error?.name ?? ""}`;
}

describe("useCallPermission", () => {
  it("renders the permission of the current contact", async () => {
    const { service, answerWith } = setUp();
    const page = document.createElement("div");
    const root = createRoot(page);
    await act(async () => root.render(createElement(View, { service, phone: to })));
    expect(page.textContent).toBe("none ");
    answerWith(requested);
    await act(() => result?.request());
    expect(page.textContent).toBe("requested ");
    answerWith(none);
    await act(async () => root.render(createElement(View, { service, phone: "" })));
    expect(page.textContent).toBe("- ");
    await act(async () => root.unmount());
    expect(renderToString(createElement(View, { service, phone: to }))).toContain("-");
  });
});
