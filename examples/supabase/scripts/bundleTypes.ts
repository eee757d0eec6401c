import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";

const require = createRequire(import.meta.url);
/** The entries, each with its file. A longer name precedes its prefix, because the first match counts. */
const entries = {
  "core/transport": "core/src/transport/index",
  core: "core/src/index",
  "meta-client": "meta-client/src/index",
  "supabase-adapter": "supabase-adapter/src/index",
  "twilio-client": "twilio-client/src/index",
  "ycloud-client": "ycloud-client/src/index",
} as const;

/**
 * Bundles the declarations, with docstrings, into one file without imports.
 *
 * @throws Error with the compiler's report, or when a declaration needs a package that is not in the bundle.
 */
export async function bundleTypes(root: URL): Promise<string> {
  const emitted = mkdtempSync(join(tmpdir(), "skale-types-"));
  try {
    const config = fileURLToPath(new URL("tsconfig.functions.json", root));
    const tsc = join(require.resolve("typescript/package.json"), "../bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", config, "--outDir", emitted], { stdio: "inherit" });
    const bundle = await rolldown({
      input: join(emitted, "examples/supabase/supabase/functions/_shared/skaleCalls.d.ts"),
      // tsc has emitted the declarations already. This generator does nothing and prints nothing.
      plugins: [dts({ dtsOnly: true, generator: "oxc", tsconfig: false })],
      external: /^(?!@skale-calls\/)[^./]/,
      resolve: {
        alias: Object.fromEntries(
          Object.entries(entries).map(([name, file]) => [
            `@skale-calls/${name}`,
            join(emitted, `packages/${file}.d.ts`),
          ]),
        ),
      },
    });
    const { output } = await bundle.generate();
    const [{ code }] = output;
    const foreign = /^import .*$/m.exec(code);
    if (foreign) throw new Error(`The types need what is not in the bundle: ${foreign[0]}`);
    return code;
  } finally {
    rmSync(emitted, { recursive: true });
  }
}
