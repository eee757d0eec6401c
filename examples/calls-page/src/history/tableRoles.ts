/**
 * The roles of a table's parts, to be spread on them: browsers take them away from elements whose `display` is not a
 * table's.
 */
export const tableRoles = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  header: { role: "columnheader" },
  cell: { role: "cell" },
} as const;
