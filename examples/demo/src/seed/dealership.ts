/** The people and numbers of a dealership with two branches. Row ids of the seeds begin with 5a1e. */

export interface Lead {
  id: string;
  full_name: string;
  phone: string;
}

export interface Agent {
  email: string;
  name: string;
}

export interface Branch {
  id: string;
  name: string;
  inbox: { id: string; name: string; phone: string };
  agents: readonly Agent[];
  leads: readonly Lead[];
  /** The number of calls per day, Sunday first. */
  callsByWeekday: readonly number[];
}

/** Writes a row id of the seeds. The ids sort by branch, then by number. */
export const seedId = (branch: number, number: number | string): string =>
  `5a1e000${branch}-0000-4000-8000-${String(number).padStart(12, "0")}`;

const listLeads = (branch: number, people: readonly (readonly [string, string])[]): Lead[] =>
  people.map(([full_name, phone], index) => ({ id: seedId(branch, 21 + index), full_name, phone }));

const lucia: Agent = { email: "agente@demo.skale.example", name: "Lucía Herrera" };
const diego: Agent = { email: "agente2@demo.skale.example", name: "Diego Ramos" };
const elena: Agent = { email: "norte@demo.skale.example", name: "Elena Vidal" };
export const demoAgents = { lucia, diego, elena };

/** The contact that the demo suggests to call. */
export const demoContact = { full_name: "Mariana Ortiz", phone: "+525587654321" };

export const centro: Branch = {
  id: seedId(0, 1),
  name: "Sucursal Centro",
  inbox: { id: seedId(0, 11), name: "Ventas Centro", phone: "+525550001111" },
  agents: [lucia, diego],
  callsByWeekday: [1, 9, 9, 8, 9, 11, 6],
  leads: listLeads(0, [
    [demoContact.full_name, demoContact.phone],
    ["Jorge Salinas", "+525511112222"],
    ["Paola Reyes", "+525533334444"],
    ["Ximena Robles", "+525541208876"],
    ["Rodrigo Cervantes", "+525529903417"],
    // A contact in a country whose calls have a published price.
    ["Nino Beridze", "+995555123456"],
    ["Alejandro Fuentes", "+525518846203"],
    ["Valeria Domínguez", "+525536672190"],
    ["Héctor Villanueva", "+525544019385"],
    ["Fernanda Aguilar", "+525572286014"],
    ["Óscar Mendoza", "+527771340952"],
    ["Gabriela Lozano", "+525519937748"],
    ["Raúl Espinosa", "+527225518430"],
    ["Daniela Carrillo", "+525580164927"],
    ["Ignacio Peña", "+525563307815"],
    ["Sofía Arellano", "+525521895506"],
    ["Emilio Navarro", "+522221476038"],
    ["Regina Cordero", "+525547730291"],
    ["Tomás Bautista", "+525590412683"],
    ["Andrea Zamora", "+524421829057"],
    ["Joaquín Rivas", "+525515560847"],
    ["Camila Escobedo", "+525538291746"],
    ["Martín Quiroz", "+525576048319"],
    ["Renata Ibarra", "+525524683950"],
    ["Julio César Montes", "+527711935824"],
    ["Beatriz Santillán", "+525569217403"],
  ]),
};

export const norte: Branch = {
  id: seedId(1, 1),
  name: "Sucursal Norte",
  inbox: { id: seedId(1, 11), name: "Ventas Norte", phone: "+528180002222" },
  agents: [elena],
  callsByWeekday: [0, 1, 0, 1, 1, 1, 0],
  leads: listLeads(1, [
    ["Adriana Garza", "+528112847093"],
    ["Luis Treviño", "+528119036528"],
    ["Claudia Elizondo", "+528126671940"],
    ["Arturo Cantú", "+528183350217"],
    ["Mónica Sada", "+528114492086"],
  ]),
};

export const branches = [centro, norte] as const;

/** Callers who are not leads: WhatsApp profile name and number. */
export const strangers = [
  ["Beto", "+525531178264"],
  ["Karla 🌸", "+525527749013"],
  ["Sr. Paredes", "+525586625371"],
  ["Mar", "+524776310948"],
] as const;

/** A contact who hides the number from the business. Only the simulator knows the number. */
export const hiddenContact = {
  full_name: "Abril Nava",
  username: "abril.nava",
  userId: "MX.13491208655302741918",
  phone: "+525551237788",
};

/** The payloads of the dealership's call buttons and call links. */
export const entries = [
  { cta_payload: "recordatorio-servicio" },
  { cta_payload: "cotizacion-suv" },
  { deeplink_payload: "anuncio-suv" },
  { deeplink_payload: "cartel-sala" },
] as const;

/** The topics of the talks: the agent's note, and for some talks a transcript. */
export const talks: readonly { note: string; transcript?: string }[] = [
  {
    note: "Quiere probar la SUV el sábado a las 11.",
    transcript:
      "Agente: Ventas Centro, buenos días. Cliente: Hola, quisiera probar la SUV gris que tienen en el sitio. Agente: Con gusto, ¿el sábado a las once le queda bien? Cliente: Perfecto, ahí nos vemos.",
  },
  {
    note: "Pide cotización con 20 % de enganche a 48 meses.",
    transcript:
      "Cliente: ¿Cómo quedaría a cuarenta y ocho meses con el veinte de enganche? Agente: Se la preparo y se la mando por WhatsApp hoy mismo. Cliente: Muchas gracias.",
  },
  {
    note: "Deja a cuenta su sedán 2019; falta el avalúo.",
    transcript:
      "Cliente: Tengo un sedán dos mil diecinueve, ¿lo toman a cuenta? Agente: Claro, tráigalo al avalúo sin costo, toma veinte minutos.",
  },
  { note: "Llamar el lunes: espera respuesta del banco." },
  { note: "Prefiere híbrido. Mandar ficha técnica." },
  { note: "Ya compró en otra agencia; no volver a llamar." },
  { note: "Cita de servicio de los 10,000 km, jueves 9:00." },
  { note: "Pregunta por garantía extendida." },
  { note: "Le interesa la pickup, versión doble cabina." },
  { note: "Su esposa también quiere verla; confirman el viernes." },
];
