import { expect, test } from "vitest";
import { chooseDevice } from "../src/phone/devices/chooseDevice.ts";

const devices = [
  { id: "default", name: "Default", kind: "input" },
  { id: "headset", name: "Headset", kind: "input" },
  { id: "speaker", name: "Speaker", kind: "output" },
] as const;

test("uses the chosen device, and the system's while it is unplugged", () => {
  expect(chooseDevice(devices, "input", "headset")).toBe("headset");
  expect(chooseDevice(devices, "input", "gone")).toBe("default");
  expect(chooseDevice(devices, "output", "headset")).toBe("speaker");
});

test("uses none while the browser hides the devices", () => {
  expect(chooseDevice([{ id: "", name: "", kind: "input" }], "input", "headset")).toBeNull();
});
