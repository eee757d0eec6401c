import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Bundles the command `skale-calls-doctor` with the functions' own code that it shares: the reader of the environment, and what
 * makes providers and sources of it. The packages stay dependencies.
 */
export async function bundleDoctor(root: URL): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL("src/doctor/doctorCli.ts", root))],
    outfile: fileURLToPath(new URL("dist/doctor.js", root)),
    absWorkingDir: fileURLToPath(root),
    bundle: true,
    format: "esm",
    target: "node22",
    platform: "node",
    packages: "external",
    legalComments: "none",
    charset: "utf8",
  });
}
