/**
 * Explicit roles for the parts of a table. Browsers remove the implicit roles from elements whose `display` is not a table
 * value.
 */
export const tableRoles = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  header: { role: "columnheader" },
  cell: { role: "cell" },
} as const;
