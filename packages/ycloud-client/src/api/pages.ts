import { optional } from "@skale-calls/core/transport";
import * as z from "zod";

/** A page of a list; a page with `length < limit` is the last one. */
export interface Page<Item> {
  items: Item[];
  offset?: number | undefined;
  limit?: number | undefined;
  /** The number of items on this page. */
  length?: number | undefined;
  /** The number of items on all pages; only with `includeTotal`. */
  total?: number | undefined;
  [field: string]: unknown;
}

export function pageSchema<Item>(item: z.ZodType<Item>): z.ZodType<Page<Item>> {
  const count = optional(z.number());
  return z.looseObject({
    items: z.array(item),
    offset: count,
    limit: count,
    length: count,
    total: count,
  });
}

/** https://docs.ycloud.com/en/api-reference/guides/api-fundamentals/pagination.md */
export interface PageQuery {
  /** 1 to 100. Default 1. */
  page?: number;
  /** 1 to 100. YCloud's default is 10. */
  limit?: number;
  includeTotal?: boolean;
}

export const pageQueryShape = {
  page: z.int().min(1).max(100).optional(),
  limit: z.int().min(1).max(100).optional(),
  includeTotal: z.boolean().optional(),
};
