import type * as z from "zod";

/** A field that a provider may omit or send as null. */
export function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value): z.output<T> | undefined => value ?? undefined);
}

/** Makes a member of an error envelope optional. A malformed member is read as undefined. */
export const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** A value from a known set, or a value that is newer than this code. */
export type Open<Known extends string> = Known | (string & {});
