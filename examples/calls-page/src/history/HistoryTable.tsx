import type { ListedCall } from "@skale-calls/supabase-adapter";
import { FlexRender, useTable } from "@tanstack/react-table";
import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "../ui/classes.ts";
import { columns, features } from "./columns.tsx";
import { HistoryRow } from "./HistoryRow.tsx";
import { cellClasses, estimateCard, lineHeight, rowColumns } from "./rowLayout.ts";
import { tableRoles } from "./tableRoles.ts";
import { useFitsColumns } from "./useFitsColumns.ts";
import { useTop } from "./useTop.ts";

interface HistoryTableProps {
  calls: readonly ListedCall[];
  /** Whether more calls follow. */
  hasMore: boolean;
  /** Called when the end of the list is near. */
  onNearEnd: () => void;
  /** Whether the calls still match the previous filters. */
  isStale: boolean;
  openedId: string | undefined;
}

/** More calls are loaded when fewer rows than this follow the visible rows: about three screens. */
const nearEnd = 50;

/** The table of calls. Only rows near the visible part are in the document. */
export function HistoryTable({ calls, hasMore, onNearEnd, isStale, openedId }: HistoryTableProps) {
  const { t } = useTranslation("history");
  const [isWide, widthRef] = useFitsColumns();
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const bodyTop = useTop(bodyRef);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const focusedIndex = focusedId === null ? -1 : calls.findIndex(({ id }) => id === focusedId);

  const firstId = calls[0]?.id;
  const firstIdBefore = useRef(firstId);
  useEffect(() => {
    firstIdBefore.current = firstId;
  }, [firstId]);

  // The virtualizer measures all rows again when `estimateSize` or `getItemKey` changes.
  const latestCalls = useRef(calls);
  latestCalls.current = calls;
  const estimateSize = useCallback(
    (index: number) => (isWide ? lineHeight : estimateCard(latestCalls.current[index])),
    [isWide],
  );
  const getItemKey = useCallback((index: number) => calls[index]?.id ?? index, [calls]);

  const virtualizer = useWindowVirtualizer({
    count: calls.length,
    estimateSize,
    getItemKey,
    overscan: 10,
    scrollMargin: bodyTop,
    // New calls at the top do not move the rows that are being read.
    anchorTo: firstId !== firstIdBefore.current && window.scrollY > bodyTop ? "end" : "start",
    // The focused row stays in the document, even when it is scrolled out of view.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      if (focusedIndex < 0 || indexes.includes(focusedIndex)) return indexes;
      return [...indexes, focusedIndex].sort((a, b) => a - b);
    },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height of invisible rows also depends on isWide
  useEffect(() => virtualizer.measure(), [virtualizer, isWide]);

  const items = virtualizer.getVirtualItems();
  const lastIndex = virtualizer.range?.endIndex ?? 0;
  const isNearEnd = hasMore && lastIndex >= calls.length - nearEnd;
  useEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, onNearEnd]);

  const shown = items.flatMap(({ index }) => calls[index] ?? []);
  const table = useTable({ features, columns, data: shown, getRowId: ({ id }) => id });
  const rows = table.getRowModel().rows;

  return (
    <table
      {...tableRoles.table}
      ref={widthRef}
      aria-label={t("title")}
      aria-rowcount={hasMore ? -1 : calls.length + 1}
      aria-busy={isStale}
      className={classes(
        "block rounded-xl border border-line bg-surface",
        isStale && "opacity-60 transition-opacity",
      )}
    >
      <thead
        {...tableRoles.group}
        className={isWide ? "sticky top-[53px] z-10 block rounded-t-xl bg-surface" : "sr-only"}
      >
        {table.getHeaderGroups().map((group) => (
          <tr
            key={group.id}
            {...tableRoles.row}
            aria-rowindex={1}
            className={classes(
              "grid gap-x-3 border-b border-line px-3 py-1.5",
              isWide && rowColumns,
            )}
          >
            {group.headers.map((header) => (
              <th
                key={header.id}
                {...tableRoles.header}
                className={classes(
                  cellClasses(header.column.id, isWide),
                  "text-left font-medium text-muted",
                )}
              >
                <FlexRender header={header} />
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody
        {...tableRoles.group}
        ref={bodyRef}
        className="relative block"
        style={{ height: virtualizer.getTotalSize() }}
        onFocus={(event) => {
          const index = event.target.closest("tr")?.dataset.index;
          setFocusedId(calls[Number(index)]?.id ?? null);
        }}
        onBlur={() => setFocusedId(null)}
      >
        {items.map((item, position) => {
          const row = rows[position];
          return (
            row && (
              <HistoryRow
                key={item.key}
                row={row}
                index={item.index}
                start={item.start - virtualizer.options.scrollMargin}
                isWide={isWide}
                isOpened={row.id === openedId}
                measure={virtualizer.measureElement}
              />
            )
          );
        })}
      </tbody>
    </table>
  );
}
