/**
 * Explicit roles for the parts of a table, because browsers remove the implicit ones from elements whose `display` is not a
 * table's.
 */
export const tableRoles = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  header: { role: "columnheader" },
  cell: { role: "cell" },
} as const;
