import { optional, type Transport } from "@skale-calls/core/transport";
import * as z from "zod";

/** The most pages that are read from one list. */
const maxPages = 50;

/** Reads all pages of one of the Graph API's lists, whose pages end with a cursor. */
export async function readPages<Item>(
  transport: Transport,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  item: z.ZodType<Item>,
): Promise<Item[]> {
  const page = z.looseObject({
    data: z.array(item),
    paging: optional(
      z.looseObject({
        cursors: optional(z.looseObject({ after: optional(z.string()) })),
        next: optional(z.string()),
      }),
    ),
  });
  const items: Item[] = [];
  let after: string | undefined;
  for (let count = 0; count < maxPages; count++) {
    const request = { method: "GET", path, query: { ...query, limit: "100", after } } as const;
    const { data, paging } = await transport.json(request, page);
    items.push(...data);
    // The last page has a cursor too, but no address of a next page.
    if (paging?.next === undefined || paging.cursors?.after === undefined) break;
    after = paging.cursors.after;
  }
  return items;
}
