#!/usr/bin/env node
import { runReplay } from "../dist/replay/replayCli.js";

const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());
process.exitCode = await runReplay(process.argv.slice(2), { signal: interrupted.signal });
