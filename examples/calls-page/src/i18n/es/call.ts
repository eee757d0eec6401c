/** The vocabulary of calls: its wire values are the keys. */
export const call = {
  status: {
    iniciando: "Sonando",
    en_curso: "En curso",
    completada: "Completada",
    fallida: "Fallida",
    cancelada: "Cancelada",
    no_contestada: "No contestada",
  },
  direction: { entrante: "Entrante", saliente: "Saliente", unknown: "Desconocida" },
  endReason: {
    completed: "Terminó bien",
    failed: "Falló",
    busy: "Ocupado",
    declined: "El contacto la rechazó",
    rejected: "Rechazada por un agente",
    cancelled: "Cancelada antes de contestar",
    no_answer: "El contacto no contestó",
    missed: "Perdida",
    expired: "No se supo cómo terminó",
    answered_elsewhere: "La contestó otro agente",
    connection_lost: "Se perdió la conexión",
  },
  logged: "Registrada a mano",
} as const;
