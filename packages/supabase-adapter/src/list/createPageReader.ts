import type { CallService } from "../createCallService.ts";
import type { CallChange } from "../live/callChanges.ts";
import type { CallFilters } from "./callFilters.ts";
import type { CallsPage } from "./fetchCallsPage.ts";

export interface ReadPage extends CallsPage {
  /** The changes that were reported while the page was being read. The page may contain older rows. */
  told: readonly CallChange[];
}

export interface PageReader {
  read(filters: CallFilters, after: string | null): Promise<ReadPage>;
  /** Records changes for all pages that are being read. */
  tell(changes: readonly CallChange[]): void;
}

/** Creates a reader of pages. It returns each page with the changes that the page may not contain. */
export function createPageReader(
  service: Pick<CallService, "fetchWhatsappCallsPage">,
  limit: number,
): PageReader {
  const pending = new Set<CallChange[]>();

  return {
    async read(filters, after) {
      const told: CallChange[] = [];
      pending.add(told);
      try {
        return { ...(await service.fetchWhatsappCallsPage({ ...filters, limit, after })), told };
      } finally {
        pending.delete(told);
      }
    },
    tell(changes) {
      for (const told of pending) told.push(...changes);
    },
  };
}
