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
  metaToken: string;
  metaAppSecret: string;
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
  metaToken: `EAA${secret(24)}`,
  metaAppSecret: secret(16),
  agentPassword: `demo-${secret(6)}`,
});

export function readOrMakeKeys(file: URL): DemoKeys {
  const kept = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Partial<DemoKeys>)
    : {};
  // A file of an earlier version lacks the newer keys.
  const keys = { ...makeKeys(), ...kept };
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}
