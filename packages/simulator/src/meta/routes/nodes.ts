import type { Context } from "hono";
import * as z from "zod";
import type { BusinessNumber } from "../../calls/calls.ts";
import type { World } from "../../createWorld.ts";
import type { SimContact } from "../../parties/contacts.ts";
import { unknownObject } from "../graphError.ts";

/** The path of an object: Graph's version, and the object's id. */
export const node = "/:version{v[0-9]+\\.[0-9]+}/:node";

/** A path below the version, as Hono types its parameters. */
export type NodeContext = Pick<Context, "req">;

/** Finds the number of a request's path. */
export function requireNumber(world: World, { req }: NodeContext): BusinessNumber {
  const id = req.param("node") ?? "";
  const number = world.numbersOf("meta").find((known) => known.id === id);
  if (number) return number;
  throw unknownObject(req.method, id);
}

/** Checks that a request's path names the account. */
export function requireAccount(world: World, { req }: NodeContext): string {
  const id = req.param("node") ?? "";
  if (id === world.options.meta.wabaId) return id;
  throw unknownObject(req.method, id);
}

/** A phone number in any of the forms that Meta accepts. Without a plus, the country code is still expected. */
export const recipientPhone = z.string().transform((text, context) => {
  const digits = text.replace(/[\s()+-]/g, "");
  if (/^[1-9]\d{6,14}$/.test(digits)) return `+${digits}`;
  context.addIssue({ code: "custom", message: "must be a phone number with its country code" });
  return z.NEVER;
});

/** Finds the user that a request names. If it names a phone and an id, the phone wins. */
export function findRecipient(
  { contacts }: World,
  { to, recipient }: { to?: string | undefined; recipient?: string | undefined },
): SimContact | undefined {
  return to === undefined ? contacts.ofUserId(recipient ?? "") : contacts.ofPhone(to);
}

/** Returns the fields that the query `fields` names, and always the id. Without the query, returns `usual`. */
export function pickFields<T extends object>(
  { req }: NodeContext,
  all: T,
  usual: readonly (keyof T & string)[],
): Partial<T> {
  const wanted: readonly string[] = req.query("fields")?.split(/[,\s]+/) ?? usual;
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => name === "id" || wanted.includes(name)),
  ) as Partial<T>;
}

/** Returns a page of a list in Graph's form. The lists are short, so there is one page. */
export const pageOf = (data: readonly object[]) => ({
  data,
  ...(data.length > 0 && { paging: { cursors: { before: "MA", after: "MA" } } }),
});
