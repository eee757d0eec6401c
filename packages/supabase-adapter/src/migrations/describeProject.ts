import type { Comparison, PackageFile } from "./compareProject.ts";
import type { Copy } from "./planCopies.ts";

interface Asked {
  dir: string;
  dryRun: boolean;
  postgres: boolean;
}

/** What copying did, why, and what to do next. */
export function describeCopies(
  { before, copies }: { before: Comparison; copies: readonly Copy[] },
  asked: Asked,
): string {
  const { dir, dryRun } = asked;
  const done = dryRun ? "would copy" : "copied";
  const had = [before.hostTables, before.host, ...before.line]
    .filter(({ state }) => state === "copied" || state === "yours")
    .flatMap(({ names, state }) =>
      names.map((name) => ({ name, said: state === "yours" ? "yours" : "unchanged" })),
    );
  const rows = [
    ...before.retired.map((name) => ({ name, said: "retired" })),
    ...had,
    ...copies.map(({ name }) => ({ name, said: done })),
  ]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, said }) => `  ${said.padEnd(10)}  ${name}`);
  const summary =
    copies.length === 0
      ? `${dir} has all migrations already.`
      : `${capitalise(done)} ${copies.length} ${files(copies.length)} to ${dir}.`;
  return [
    ...rows,
    summary,
    ...describeOrder(before, copies),
    ...(before.retired.length > 0 && copies.length > 0
      ? [
          "The retired files stay where they are: the new ones take a database on from them, and make an empty one too.",
        ]
      : []),
    ...describeNextSteps(before, copies, asked),
  ].join("\n");
}

function describeOrder({ names, line }: Comparison, copies: readonly Copy[]): string[] {
  const newest = names.at(-1);
  const last = copies.at(-1);
  if (newest === undefined || last === undefined) return [];
  if (last.name > newest) {
    return [
      `Stamped to run after the newest that was there, ${newest}: db push needs no --include-all.`,
    ];
  }
  const next = line.find(({ state }) => state === "copied")?.names[0];
  return [`It runs before ${next}, which is right while that has not been applied.`];
}

function describeNextSteps(
  { host }: Comparison,
  copies: readonly Copy[],
  { dir, dryRun, postgres }: Asked,
): string[] {
  if (dryRun) return ["Nothing was written: run it without --dry-run."];
  const hostCopy = copies.find(({ name }) => name.endsWith(`_${host.part}`));
  const steps = [
    ...(hostCopy
      ? [
          `Look into ${dir}/${hostCopy.name}, which is yours: it says where your branches, agents, numbers and leads are. As it is it fits the tables branches, users, whatsapp_inboxes and leads.`,
        ]
      : []),
    ...(postgres
      ? [
          'Apply what is new in the order of the names: psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -1 -f <file>',
        ]
      : [
          "npx supabase link             once, to choose the hosted project",
          "npx supabase db push --remote",
        ]),
  ];
  return ["Next:", ...steps.map((step, index) => `  ${index + 1}. ${step}`)];
}

const advice = {
  missing: "skale-calls-migrations copies what is missing.",
  edited:
    "Take back what was edited (git checkout), and put what you want changed into a migration of your own.",
};

/** A table of the package's files: what the project has of each, and where. */
export function describeStatus(
  { hostTables, host, line, retired, own }: Comparison,
  { dir }: { dir: string },
): string {
  const rows: [string, string, string][] = [
    ["file", "state", `in ${dir}`],
    [
      hostTables.part,
      hostTables.state === "missing" ? "optional" : hostTables.state,
      hostTables.names.join(", "),
    ],
    ...[host, ...line].map(({ part, state, names }): [string, string, string] => [
      part,
      state,
      names.join(", "),
    ]),
    ...retired.map((name): [string, string, string] => ["", "retired", name]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map(([part, state, where]) =>
    `${part.padEnd(widths[0] ?? 0)}  ${state.padEnd(widths[1] ?? 0)}  ${where}`.trimEnd(),
  );
  const count = (state: PackageFile["state"]) =>
    [host, ...line].filter((file) => file.state === state).length;
  const missing = count("missing");
  const edited = count("edited");
  return [
    ...table,
    ...(own.length > 0
      ? [
          `${own.length} other ${files(own.length)} in ${dir} ${own.length === 1 ? "is" : "are"} your own.`,
        ]
      : []),
    ...(missing > 0 ? [`${missing} missing. ${advice.missing}`] : []),
    ...(edited > 0 ? [`${edited} edited. ${advice.edited}`] : []),
    ...(missing + edited === 0 ? ["Complete."] : []),
  ].join("\n");
}

function files(count: number): string {
  return count === 1 ? "file" : "files";
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
