/** One page of the site. Its text is a file of the repository, or one section of it, so the site has no text of its own. */
export interface Page {
  /** The address in English, without the extension. The Spanish page has the same address below `/es`. */
  route: string;
  title: string;
  /** A path from the repository's root. */
  source: string;
  /** The heading whose section is the page. Without it, the page is the whole file. */
  heading?: string;
  spanish?: { title: string; source: string; heading?: string };
}

export interface PageGroup {
  title: string;
  spanish: string;
  pages: readonly Page[];
}

/** A section that both READMEs have. */
const section = (route: string, heading: string, spanish: string): Page => ({
  route: `guide/${route}`,
  title: heading,
  source: "README.md",
  heading,
  spanish: { title: spanish, source: "README.es.md", heading: spanish },
});

/** A guide in `docs`, with its translation in `docs/es`. */
const guide = (name: string, title: string, spanish: string): Page => ({
  route: `guide/${name}`,
  title,
  source: `docs/${name}.md`,
  spanish: { title: spanish, source: `docs/es/${name}.md` },
});

const readme = (route: string, title: string, folder: string): Page => ({
  route,
  title,
  source: `${folder}/README.md`,
});

/** The order is the order of the sidebar. */
export const groups: readonly PageGroup[] = [
  {
    title: "Start",
    spanish: "Empezar",
    pages: [
      section("first-call", "From nothing to a first call", "De cero a una primera llamada"),
      guide("architecture", "How it works", "Cómo funciona"),
      guide(
        "from-hand-written-functions",
        "From hand-written functions",
        "Desde funciones escritas a mano",
      ),
      guide("from-ycloud-sdk", "From YCloud's Node SDK", "Desde el SDK de Node de YCloud"),
    ],
  },
  {
    title: "Guides",
    spanish: "Guías",
    pages: [
      section("providers", "Providers", "Proveedores"),
      section("permission", "Permission to call", "Permiso para llamar"),
      section("availability", "May this number call?", "¿Puede llamar este número?"),
      section("recordings", "Recordings and transcripts", "Grabaciones y transcripciones"),
      section("costs", "What calls cost", "Lo que cuestan las llamadas"),
      section("http", "HTTP", "HTTP"),
      section("statuses", "Statuses", "Estados"),
      section(
        "environment",
        "Environment of the functions",
        "Variables de entorno de las funciones",
      ),
      section("production", "In production", "En producción"),
      section("your-own-server", "A server of your own", "Un servidor propio"),
      section("security", "Security", "Seguridad"),
      section("measured", "Measured", "Mediciones"),
      section("limits", "Limits", "Límites"),
      {
        route: "guide/change-the-provider",
        title: "Change the provider",
        source: "docs/change-the-provider.md",
      },
      { route: "guide/scale", title: "Scale", source: "docs/scale.md" },
      { route: "guide/observability", title: "See what happens", source: "docs/observability.md" },
      { route: "guide/add-a-provider", title: "Add a provider", source: "docs/add-a-provider.md" },
    ],
  },
  {
    title: "Packages",
    spanish: "Paquetes",
    pages: [
      readme("packages/core", "core", "packages/core"),
      readme("packages/ycloud-client", "ycloud-client", "packages/ycloud-client"),
      readme("packages/meta-client", "meta-client", "packages/meta-client"),
      readme("packages/twilio-client", "twilio-client", "packages/twilio-client"),
      readme("packages/supabase-adapter", "supabase-adapter", "packages/supabase-adapter"),
      readme("packages/supabase-functions", "supabase-functions", "examples/supabase"),
      readme("packages/softphone", "softphone", "packages/softphone"),
      readme("packages/simulator", "simulator", "packages/simulator"),
      readme("packages/calls-page", "The Calls page", "examples/calls-page"),
      readme("packages/servers", "Servers of your own", "examples/servers"),
    ],
  },
  {
    title: "Project",
    spanish: "Proyecto",
    pages: [
      { route: "project/contributing", title: "Contributing", source: "CONTRIBUTING.md" },
      { route: "project/security", title: "Report a vulnerability", source: "SECURITY.md" },
      { route: "project/conduct", title: "Code of conduct", source: "CODE_OF_CONDUCT.md" },
    ],
  },
];
