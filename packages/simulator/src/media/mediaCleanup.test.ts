import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { sampleSdp } from "../testKit/startTestSimulator.ts";

const index = fileURLToPath(new URL("../index.ts", import.meta.url));

/** Closes a simulator with calls in every state. Nothing may keep the process alive or reject without a handler. */
const program = `
import { startSimulator } from ${JSON.stringify(index)};
const simulator = await startSimulator({ media: true, signalMs: 0, ringMs: 0 });
const post = (path, body) => fetch(simulator.url + path, {
  method: "POST", headers: { "X-API-Key": simulator.apiKey }, body: JSON.stringify(body) });
for (let i = 0; i < 3; i++) {
  const { status } = await post("/_sim/calls", { from: "+52551234567" + i, to: simulator.businessPhone });
  if (status !== 201) throw new Error("status " + status);
}
const [ended, talking] = simulator.calls();
await post("/_sim/calls/" + encodeURIComponent(ended.wacid) + "/hangup");
const { status } = await post("/v2/whatsapp/calls/accept", {
  phoneId: simulator.phoneId, wacid: talking.wacid, sdpType: "answer", sdp: ${JSON.stringify(sampleSdp("active").replaceAll("109", "111"))} });
if (status !== 200) throw new Error("status " + status);
const late = post("/_sim/calls", { from: "+525512345679", to: simulator.businessPhone }).catch(() => "cut");
await simulator.close();
await simulator.close();
await late;
console.log("closed", process.getActiveResourcesInfo().filter((name) => /UDP|Timeout/.test(name)).join());
`;

it("a simulator with media leaves nothing open after it is closed", async () => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [
      "--conditions=@skale-calls/source",
      "--unhandled-rejections=strict",
      "--input-type=module",
      "--eval",
      program,
    ],
    { timeout: 15_000 },
  );
  expect(stderr).toBe("");
  expect(stdout).toBe("closed \n");
});
