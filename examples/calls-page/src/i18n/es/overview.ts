export const overview = {
  title: "Resumen",
} as const;
