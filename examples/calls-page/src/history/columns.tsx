import type { ListedCall } from "@skale-calls/supabase-adapter";
import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import { AgentName } from "../call/AgentName.tsx";
import { ActionsCell } from "./ActionsCell.tsx";
import { ColumnTitle } from "./ColumnTitle.tsx";
import { ContactCell } from "./ContactCell.tsx";
import { NotesCell } from "./NotesCell.tsx";
import { StatusCell } from "./StatusCell.tsx";
import { WhenCell } from "./WhenCell.tsx";

export const features = tableFeatures({});
const helper = createColumnHelper<typeof features, ListedCall>();

/** The columns of the history. Their cells are components, so they follow the page's language. */
export const columns = helper.columns([
  helper.display({
    id: "contact",
    header: () => <ColumnTitle column="contact" />,
    cell: ({ row }) => <ContactCell call={row.original} />,
  }),
  helper.display({
    id: "status",
    header: () => <ColumnTitle column="status" />,
    cell: ({ row }) => <StatusCell call={row.original} />,
  }),
  helper.display({
    id: "when",
    header: () => <ColumnTitle column="when" />,
    cell: ({ row }) => <WhenCell call={row.original} />,
  }),
  helper.display({
    id: "agent",
    header: () => <ColumnTitle column="agent" />,
    cell: ({ row }) => <AgentName call={row.original} />,
  }),
  helper.display({
    id: "notes",
    header: () => <ColumnTitle column="notes" />,
    cell: ({ row }) => <NotesCell call={row.original} />,
  }),
  helper.display({
    id: "actions",
    header: () => (
      <span className="sr-only">
        <ColumnTitle column="actions" />
      </span>
    ),
    cell: ({ row }) => <ActionsCell call={row.original} />,
  }),
]);
