import type { call as spanish } from "../es/call.ts";
import type { Texts } from "../texts.ts";

export const call: Texts<typeof spanish> = {
  status: {
    iniciando: "Ringing",
    en_curso: "In progress",
    completada: "Completed",
    fallida: "Failed",
    cancelada: "Cancelled",
    no_contestada: "Not answered",
  },
  direction: { entrante: "Incoming", saliente: "Outgoing", unknown: "Unknown" },
  endReason: {
    completed: "Ended well",
    failed: "Failed",
    busy: "Busy",
    declined: "Declined by the contact",
    rejected: "Declined by an agent",
    cancelled: "Cancelled before an answer",
    no_answer: "The contact did not answer",
    missed: "Missed",
    expired: "Its end is not known",
    answered_elsewhere: "Answered by another agent",
    connection_lost: "The connection was lost",
  },
  logged: "Logged by hand",
};
