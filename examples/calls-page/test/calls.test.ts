import { testFailures } from "./scenarios/failures.ts";
import { testLatency } from "./scenarios/latency.ts";
import { testRefusedMicrophone } from "./scenarios/refusedMicrophone.ts";
import { testRequests } from "./scenarios/requests.ts";
import { testTalkedCalls } from "./scenarios/talkedCalls.ts";
import { testTwoProviders } from "./scenarios/twoProviders.ts";
import { testUntalkedCalls } from "./scenarios/untalkedCalls.ts";

// In one file, so that they share one stack and one browser. The latencies are measured while nothing else runs.
testLatency();
testRequests();
testFailures();
testRefusedMicrophone();
testTalkedCalls();
testUntalkedCalls();
testTwoProviders();
