import type { ListedCall } from "@skale-calls/supabase-adapter";
import { FlexRender, type Row } from "@tanstack/react-table";
import { memo } from "react";
import { classes } from "../ui/classes.ts";
import type { features } from "./columns.tsx";
import { cardAreas, cardHeight, cellClasses, lineHeight, rowColumns } from "./rowLayout.ts";
import { tableRoles } from "./tableRoles.ts";

interface HistoryRowProps {
  row: Row<typeof features, ListedCall>;
  /** The index in the whole list. */
  index: number;
  /** Pixels from the top of the list. */
  start: number;
  isWide: boolean;
  isOpened: boolean;
  measure: (element: HTMLElement | null) => void;
}

/** A call: a row of the table, or a card on narrow screens. */
export const HistoryRow = memo(
  function HistoryRow({ row, index, start, isWide, isOpened, measure }: HistoryRowProps) {
    return (
      <tr
        {...tableRoles.row}
        ref={measure}
        data-index={index}
        // The first row contains the titles of the columns.
        aria-rowindex={index + 2}
        className={classes(
          "absolute inset-x-0 top-0 grid items-center gap-x-3 border-b border-line px-3 py-1.5 hover:bg-canvas",
          isWide ? rowColumns : cardAreas,
          isOpened && "bg-accent-soft",
        )}
        style={{
          transform: `translateY(${start}px)`,
          minHeight: isWide ? lineHeight : cardHeight,
        }}
      >
        {row.getAllCells().map((cell) => (
          <td key={cell.id} {...tableRoles.cell} className={cellClasses(cell.column.id, isWide)}>
            <FlexRender cell={cell} />
          </td>
        ))}
      </tr>
    );
  },
  // The table creates new row objects for the same calls when other rows become visible.
  (before, after) =>
    before.row.original === after.row.original &&
    before.index === after.index &&
    before.start === after.start &&
    before.isWide === after.isWide &&
    before.isOpened === after.isOpened,
);
