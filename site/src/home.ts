const image = { src: "/pictures/examples/calls-page/screenshots/in-call.png", alt: "" };

/** The front pages, as VitePress's layout `home` takes them. */
export const homes = {
  index: {
    layout: "home",
    hero: {
      name: "SKALE Calls",
      text: "WhatsApp Business calling in TypeScript",
      tagline:
        "Make, receive and record WhatsApp calls from your own platform, on Supabase. Through YCloud, Meta's Cloud API or Twilio.",
      image: { ...image, alt: "The Calls page during a call" },
      actions: [
        { theme: "brand", text: "A first call", link: "/guide/first-call" },
        { theme: "alt", text: "How it works", link: "/guide/architecture" },
      ],
    },
    features: [
      {
        title: "Correct for any order of webhooks",
        details:
          "Events only add facts to a call, and the status is a function of the facts, in TypeScript and in SQL.",
        link: "/guide/statuses",
      },
      {
        title: "No call is lost",
        details:
          "A call has a row before the phone rings. One atomic statement stores each webhook, and a repeated webhook has no effect.",
        link: "/guide/architecture",
      },
      {
        title: "Audio in the browser",
        details:
          "A headless softphone implements WhatsApp's media rules. The tests measure the audio at both ends.",
        link: "/packages/softphone",
      },
      {
        title: "Several providers behind one port",
        details:
          "The same call told by YCloud, Meta or Twilio ends in the same facts. An inbox can move while its calls are in progress.",
        link: "/guide/providers",
      },
      {
        title: "Consent, availability, recordings, costs",
        details: "WhatsApp's rules are data, with their sources.",
        link: "/guide/permission",
      },
      {
        title: "Without an account",
        details: "A simulated WhatsApp with real audio runs on your machine.",
        link: "/packages/simulator",
      },
    ],
  },
  "es/index": {
    layout: "home",
    hero: {
      name: "SKALE Calls",
      text: "Llamadas de WhatsApp Business en TypeScript",
      tagline:
        "Haz, recibe y graba llamadas de WhatsApp desde tu propia plataforma, sobre Supabase. Con YCloud, la Cloud API de Meta o Twilio.",
      image: { ...image, alt: "La página de llamadas durante una llamada" },
      actions: [
        { theme: "brand", text: "Una primera llamada", link: "/es/guide/first-call" },
        { theme: "alt", text: "Cómo funciona", link: "/es/guide/architecture" },
      ],
    },
    features: [
      {
        title: "Correcto en cualquier orden de webhooks",
        details:
          "Los eventos solo agregan hechos a una llamada, y el estado es una función de los hechos, en TypeScript y en SQL.",
        link: "/es/guide/statuses",
      },
      {
        title: "Ninguna llamada se pierde",
        details:
          "Una llamada tiene su fila antes de que suene el teléfono. Una sola instrucción atómica guarda cada webhook, y un webhook repetido no cambia nada.",
        link: "/es/guide/architecture",
      },
      {
        title: "Audio en el navegador",
        details:
          "Un softphone sin interfaz cumple las reglas de medios de WhatsApp. Las pruebas miden el audio en los dos extremos.",
        link: "/packages/softphone",
      },
      {
        title: "Varios proveedores detrás de un puerto",
        details:
          "La misma llamada contada por YCloud, Meta o Twilio termina en los mismos hechos. Un inbox puede cambiar de proveedor con llamadas en curso.",
        link: "/es/guide/providers",
      },
      {
        title: "Permisos, disponibilidad, grabaciones, costos",
        details: "Las reglas de WhatsApp son datos, con sus fuentes.",
        link: "/es/guide/permission",
      },
      {
        title: "Sin cuenta",
        details: "Un WhatsApp simulado con audio real corre en tu máquina.",
        link: "/packages/simulator",
      },
    ],
  },
} as const;
