import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Comparison, PackageFile } from "./compareProject.ts";
import type { Copy } from "./planCopies.ts";

interface Asked {
  dir: string;
  dryRun: boolean;
  postgres: boolean;
}

/** Describes what was copied and why, and what to do next. */
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
          "The retired files stay in place. The new files work after them, and on an empty database too.",
        ]
      : []),
    ...describeNextSteps(before, copies, asked),
  ].join("\n");
}

function describeOrder({ names, host }: Comparison, copies: readonly Copy[]): string[] {
  const newest = names.at(-1);
  const last = copies.at(-1);
  if (last === undefined) return [];
  if (newest === undefined) return ["Stamped with the current time (UTC), in running order."];
  if (last.name > newest) {
    return [
      `Stamped to run after the newest existing migration, ${newest}: db push needs no --include-all.`,
    ];
  }
  return [
    `It runs before ${host.names[0]}, which works as long as that file has not been applied.`,
  ];
}

function describeNextSteps(
  { host }: Comparison,
  copies: readonly Copy[],
  { dir, dryRun, postgres }: Asked,
): string[] {
  if (dryRun) return ["Nothing was written: this was a dry run."];
  if (copies.length === 0) return [];
  const hostCopy = copies.find(({ name }) => name.endsWith(`_${host.part}`));
  const steps = [
    ...(hostCopy
      ? [
          [
            `Edit ${dir}/${hostCopy.name}, which is yours:`,
            "it defines where your branches, agents, numbers and leads are. By default it uses the tables branches, users,",
            postgres
              ? "whatsapp_inboxes and leads. The README of @skale-calls/supabase-adapter has the SQL of such tables."
              : "whatsapp_inboxes and leads. --with-host-tables creates them in a project without them.",
          ].join("\n     "),
        ]
      : []),
    ...(postgres
      ? [
          [
            "Apply the new files in the order of their names, each as a whole:",
            'psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -1 -f <file>',
          ].join("\n     "),
        ]
      : [
          ...(existsSync(join(dir, "../config.toml"))
            ? []
            : [
                "npx supabase init                once: there is no config.toml beside the migrations",
              ]),
          "npx supabase login               once",
          "npx supabase link <project-ref>  once, to choose the hosted project",
          "npx supabase db push --remote    to that project; without --remote to your local one",
        ]),
  ];
  return ["Next:", ...steps.map((step, index) => `  ${index + 1}. ${step}`)];
}

const advice = {
  missing: "skale-calls-migrations copies the missing files.",
  twice:
    "Keep the copy that has been applied, and delete the other copies. If no copy has been applied, keep the first.",
  edited: "Undo the edit (git checkout), and put your changes into a migration of your own.",
};

/** A table of the package's files, with the state and the place of each in the project. */
export function describeStatus(
  { hostTables, host, line, retired, retiredEdited, own }: Comparison,
  { dir }: { dir: string },
): string {
  const rows: [string, string, string][] = [
    ["file", "state", `in ${dir}`],
    [
      hostTables.part,
      hostTables.state === "missing" ? "optional" : hostTables.state,
      hostTables.names.join(", "),
    ],
    ...[...line.slice(0, 1), host, ...line.slice(1)].map(
      ({ part, state, names }): [string, string, string] => [part, state, names.join(", ")],
    ),
    ...retired.map((name): [string, string, string] => [
      "",
      retiredEdited.includes(name) ? "retired, edited" : "retired",
      name,
    ]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map(([part, state, where]) =>
    `${part.padEnd(widths[0] ?? 0)}  ${state.padEnd(widths[1] ?? 0)}  ${where}`.trimEnd(),
  );
  const count = (state: PackageFile["state"]) =>
    [host, ...line].filter((file) => file.state === state).length;
  const troubles = (["missing", "twice", "edited"] as const).filter((state) => count(state) > 0);
  return [
    ...table,
    ...(own.length > 0
      ? [
          `${own.length} other ${files(own.length)} in ${dir} ${own.length === 1 ? "is" : "are"} your own.`,
        ]
      : []),
    ...(retiredEdited.length > 0
      ? [
          "Edits in the retired series are ignored: the newer migrations replace its functions and policies.",
        ]
      : []),
    ...troubles.map((state) => `${count(state)} ${state}. ${advice[state]}`),
    ...(troubles.length === 0 ? ["Complete."] : []),
  ].join("\n");
}

function files(count: number): string {
  return count === 1 ? "file" : "files";
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
