import type { ListedCall } from "@skale-calls/supabase-adapter";
import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import { AgentName } from "../call/AgentName.tsx";
import { CallTime } from "../call/CallTime.tsx";
import { DirectionText } from "../call/DirectionText.tsx";
import { StatusBadge } from "../call/StatusBadge.tsx";
import { formatDuration } from "../format/formatDuration.ts";
import { ActionsCell } from "./ActionsCell.tsx";
import { ColumnTitle } from "./ColumnTitle.tsx";
import { ContactCell } from "./ContactCell.tsx";

export const features = tableFeatures({});
const helper = createColumnHelper<typeof features, ListedCall>();

/** What the history shows of a call. Cells are components, which follow the page's language by themselves. */
export const columns = helper.columns([
  helper.display({
    id: "contact",
    header: () => <ColumnTitle column="contact" />,
    cell: ({ row }) => <ContactCell call={row.original} />,
  }),
  helper.display({
    id: "direction",
    header: () => <ColumnTitle column="direction" />,
    cell: ({ row }) => <DirectionText direction={row.original.direction} />,
  }),
  helper.display({
    id: "status",
    header: () => <ColumnTitle column="status" />,
    cell: ({ row }) => <StatusBadge call={row.original} />,
  }),
  helper.display({
    id: "when",
    header: () => <ColumnTitle column="when" />,
    cell: ({ row }) => <CallTime createdAt={row.original.created_at} />,
  }),
  helper.display({
    id: "duration",
    header: () => <ColumnTitle column="duration" />,
    cell: ({ row: { original } }) =>
      original.duration_seconds > 0 && formatDuration(original.duration_seconds),
  }),
  helper.display({
    id: "agent",
    header: () => <ColumnTitle column="agent" />,
    cell: ({ row }) => <AgentName userId={row.original.user_id} />,
  }),
  helper.display({
    id: "notes",
    header: () => <ColumnTitle column="notes" />,
    cell: ({ row }) => <span className="line-clamp-1">{row.original.notes}</span>,
  }),
  helper.display({
    id: "actions",
    header: () => <ColumnTitle column="actions" />,
    cell: ({ row }) => <ActionsCell call={row.original} />,
  }),
]);
