import * as z from "zod";
import { ApiError } from "../../http/apiError.ts";

const number = z.coerce.number().int().min(1).max(100);
const querySchema = z.object({
  page: number.default(1),
  limit: number.default(10),
  includeTotal: z.enum(["true", "false"]).default("false"),
});

/** Returns a page of a list. The query has YCloud's parameters (docs.ycloud.com, "Pagination"). */
export function paginate<T>(items: readonly T[], query: Record<string, string>) {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) {
    const target = String(parsed.error.issues[0]?.path[0]);
    throw new ApiError(400, "PARAM_INVALID", `Parameter '${target}' is invalid.`, { target });
  }
  const { page, limit, includeTotal } = parsed.data;
  const offset = (page - 1) * limit;
  const shown = items.slice(offset, offset + limit);
  return {
    offset,
    limit,
    length: shown.length,
    ...(includeTotal === "true" && { total: items.length }),
    items: shown,
  };
}
