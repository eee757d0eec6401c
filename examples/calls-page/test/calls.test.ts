import { testFailures } from "./scenarios/failures.ts";
import { testLatency } from "./scenarios/latency.ts";
import { testRefusedMicrophone } from "./scenarios/refusedMicrophone.ts";
import { testRequests } from "./scenarios/requests.ts";
import { testTalkedCalls } from "./scenarios/talkedCalls.ts";
import { testTwoProviders } from "./scenarios/twoProviders.ts";
import { testUntalkedCalls } from "./scenarios/untalkedCalls.ts";
import { isFirefox } from "./startPage.ts";

// In one file, so that they share one stack and one browser. `pnpm latency` measures; the other commands do not.
// The driver of Firefox cannot count requests.
if (process.env.LATENCY) testLatency();
if (!isFirefox) testRequests();
testFailures();
testRefusedMicrophone();
testTalkedCalls();
testUntalkedCalls();
testTwoProviders();
