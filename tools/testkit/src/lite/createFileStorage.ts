import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { App } from "@supabase/lite";

type StorageAdapter = NonNullable<App["_storageAdapter"]>;

export interface FileStorage {
  adapter: StorageAdapter;
  /** Deletes the files, if they are in a temporary folder. */
  stop(): Promise<void>;
}

/**
 * Keeps the objects of lite's Storage API as files, and their types in a file beside each. lite's own adapter is not exported.
 *
 * @param folder Default: a temporary folder.
 */
export async function createFileStorage(folder?: string): Promise<FileStorage> {
  const root = folder ?? (await mkdtemp(join(tmpdir(), "skale-storage-")));
  const fileOf = (bucket: string, key: string) => join(root, bucket, `${key}.object`);
  const typeOf = (bucket: string, key: string) => join(root, bucket, `${key}.type`);
  let written = 0;

  async function describe(bucket: string, key: string) {
    const { size, mtime } = await stat(fileOf(bucket, key));
    const type = await readFile(typeOf(bucket, key), "utf8");
    return {
      cacheControl: "no-cache",
      contentLength: size,
      size,
      mimetype: type,
      lastModified: mtime,
      eTag: `"${mtime.getTime()}-${size}"`,
      httpStatusCode: 200,
    };
  }
  async function remove(bucket: string, key: string): Promise<void> {
    await rm(fileOf(bucket, key), { force: true });
    await rm(typeOf(bucket, key), { force: true });
  }

  const adapter: StorageAdapter = {
    driver: null,
    async getObject(bucket, key) {
      const metadata = await describe(bucket, key);
      const body = Readable.toWeb(createReadStream(fileOf(bucket, key)));
      return { metadata, httpStatusCode: 200, body };
    },
    async uploadObject(bucket, key, _version, body, contentType) {
      const file = fileOf(bucket, key);
      await mkdir(dirname(file), { recursive: true });
      // A broken upload leaves the former object.
      written += 1;
      const partial = `${file}.${written}`;
      try {
        const source =
          body instanceof Uint8Array ? Readable.from([body]) : Readable.fromWeb(body as never);
        await pipeline(source, createWriteStream(partial));
        await writeFile(typeOf(bucket, key), contentType);
        await rename(partial, file);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
      return describe(bucket, key);
    },
    deleteObject: remove,
    async deleteObjects(bucket, keys) {
      for (const key of keys) await remove(bucket, key);
    },
    async copyObject(bucket, key, _version, targetBucket, target) {
      await mkdir(dirname(fileOf(targetBucket, target)), { recursive: true });
      await copyFile(fileOf(bucket, key), fileOf(targetBucket, target));
      await copyFile(typeOf(bucket, key), typeOf(targetBucket, target));
      const { eTag, lastModified, httpStatusCode } = await describe(targetBucket, target);
      return { eTag, lastModified, httpStatusCode };
    },
    headObject: describe,
    privateAssetUrl: async (bucket, key) => `file://${fileOf(bucket, key)}`,
  };
  return {
    adapter,
    async stop() {
      if (folder === undefined) await rm(root, { recursive: true, force: true });
    },
  };
}
