import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** The demo's keys. They are created at the first start and kept, so that a session in the browser survives a restart. */
export interface DemoKeys {
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  ycloudKey: string;
  webhookSecret: string;
  webhookToken: string;
  agentPassword: string;
}

const secret = (bytes: number) => randomBytes(bytes).toString("hex");

export const makeKeys = (): DemoKeys => ({
  publishableKey: `sb_publishable_${secret(16)}`,
  secretKey: `sb_secret_${secret(16)}`,
  jwtSecret: secret(32),
  ycloudKey: secret(16),
  webhookSecret: `whsec_${secret(16)}`,
  webhookToken: secret(16),
  agentPassword: `demo-${secret(6)}`,
});

export function readOrMakeKeys(file: URL): DemoKeys {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as DemoKeys;
  const keys = makeKeys();
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}
