import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";
import { extract } from "tar-fs";
import type { InstalledChromium } from "./findChromium.ts";

const packageFolder = join(
  dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))),
  "..",
);

const open = (name: string) => createReadStream(join(packageFolder, "bin", name));

const writeFontsConfig = (fonts: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${fonts}-cache</cachedir>
</fontconfig>
`;

async function unpackInto(folder: string): Promise<void> {
  await mkdir(join(folder, "fonts"));
  await Promise.all([
    pipeline(
      open("chromium.br"),
      createBrotliDecompress(),
      createWriteStream(join(folder, "chromium"), { mode: 0o755 }),
    ),
    ...["al2023.tar.br", "fonts.tar.br"].map((name) =>
      pipeline(open(name), createBrotliDecompress(), extract(folder)),
    ),
  ]);
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium`, for Linux on x64. This Chromium needs only Node and glibc, because the
 * package also contains NSS, NSPR and a font. The first run takes about 3 s. Later runs, and other users of the temporary
 * folder, use the same copy.
 */
export async function unpackChromium(): Promise<InstalledChromium> {
  const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
  const folder = join(tmpdir(), `skale-chromium-${version}-${process.getuid?.() ?? "user"}`);
  if (!existsSync(folder)) {
    // The folder gets its name when it is complete. A second process at the same time finds the name in use and removes its copy.
    const unpacking = await mkdtemp(`${folder}-`);
    try {
      await unpackInto(unpacking);
      await writeFile(join(unpacking, "fonts.conf"), writeFontsConfig(join(folder, "fonts")));
      await rename(unpacking, folder);
    } catch (error) {
      await rm(unpacking, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return {
    path: join(folder, "chromium"),
    env: {
      LD_LIBRARY_PATH: join(folder, "lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  };
}
