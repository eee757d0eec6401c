export const history = {
  title: "Historial de llamadas",
} as const;
