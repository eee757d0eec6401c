import type { SourceFile } from "./readImports.ts";

/** A rule about the direction of imports. */
interface ImportRule {
  name: string;
  /** @param imported The source file of `target`, if `target` is in the repository. */
  forbids(file: SourceFile, target: string, imported: SourceFile | undefined): boolean;
}

/** Core's folders that each support one sender of webhooks. Only core's root and its testing folder import them. */
const senders = ["ycloud", "meta", "flat"];

/** The folders of core that each folder of core may import, besides itself. */
const coreLayers: Readonly<Record<string, readonly string[]>> = {
  vocabulary: [],
  phone: ["vocabulary"],
  signature: ["vocabulary"],
  // The clients of providers use it. No other folder of core does, so no bundle without a client contains ky.
  transport: ["vocabulary", "phone"],
  status: ["vocabulary", "phone"],
  rules: ["vocabulary", "phone", "status"],
  turn: ["vocabulary", "signature", "ports"],
  events: ["vocabulary", "phone", "signature"],
  availability: ["vocabulary", "phone", "rules", "events"],
  ports: ["vocabulary", "rules", "availability"],
  whatsapp: ["vocabulary", "events", "availability"],
  ...Object.fromEntries(
    senders.map((sender) => [
      sender,
      ["vocabulary", "phone", "signature", "ports", "events", "whatsapp"],
    ]),
  ),
  cost: ["vocabulary", "phone", "rules"],
  useCases: [
    "vocabulary",
    "phone",
    "signature",
    "status",
    "rules",
    "events",
    "availability",
    "ports",
  ],
  contract: ["vocabulary", "phone", "rules", "availability"],
  client: ["vocabulary", "ports", "contract"],
  http: ["vocabulary", "phone", "signature", "events", "ports", "useCases", "contract"],
  testing: [
    "vocabulary",
    "phone",
    "signature",
    "status",
    "rules",
    "events",
    "availability",
    "ports",
    "useCases",
    ...senders,
  ],
};

const core = "@skale-calls/core";
const testing = `${core}/testing`;
const internal = `${core}/internal`;
const testkit = "@skale-calls/testkit";
/** The Calls page's basic folders. All other folders use them, and they import no other folder. */
const pageBasics = ["config", "format", "i18n", "ui", "preferences"];
/** Code that must also run in browsers, Deno and Workers. */
const portable = [
  /^packages\/core\/src\//,
  /^packages\/[^/]+-client\/src\//,
  /^packages\/softphone\/src\//,
  /^packages\/supabase-adapter\/src\/(?!cli\.ts|migrations\/|replay\/replayCli\.ts)/,
];

const importRules: readonly ImportRule[] = [
  {
    name: "core imports no sibling",
    forbids: ({ owner }, target) =>
      owner?.name === core && target.startsWith("@skale-calls/") && packageOf(target) !== core,
  },
  {
    name: "siblings import core alone; their tests the testkit too",
    forbids: ({ owner, isShipped }, target) =>
      owner !== undefined &&
      owner.name !== core &&
      target.startsWith("@skale-calls/") &&
      ![core, owner.name, ...(isShipped ? [] : [testkit])].includes(packageOf(target)),
  },
  {
    name: "a package is entered by its name",
    forbids: ({ owner }, _, imported) =>
      imported?.isShipped === true && imported.owner?.name !== owner?.name,
  },
  {
    name: "what is published imports published files",
    forbids: ({ isShipped }, _, imported) => isShipped && imported?.isShipped === false,
  },
  {
    name: "core's folders import each other in one direction",
    forbids: ({ path, isShipped }, target) => {
      const [from, to] = [coreFolder(path), coreFolder(target)];
      if (!from || !to || from === to || !isShipped) return false;
      return !coreLayers[from]?.includes(to);
    },
  },
  {
    name: "only tests, the simulator and the packages' testing entries use core's testing",
    forbids: ({ path, isShipped, owner }, target) =>
      isShipped &&
      !/^packages\/[^/]+\/src\/testing\//.test(path) &&
      owner?.name !== "@skale-calls/simulator" &&
      (target === testing || coreFolder(target) === "testing"),
  },
  {
    name: "one file sends requests of clients",
    forbids: ({ path, isShipped }, target) =>
      isShipped && target === "ky" && path !== "packages/core/src/transport/createTransport.ts",
  },
  {
    name: "core's internals are for packages and tests",
    forbids: ({ path }, target) =>
      target === internal && !/^packages\/|\/(test|functions)\/|\.test\.ts$/.test(path),
  },
  {
    name: "portable code imports nothing of Node",
    forbids: ({ path, isShipped }, target) =>
      isShipped && target.startsWith("node:") && portable.some((pattern) => pattern.test(path)),
  },
  {
    name: "the Calls page knows no provider",
    forbids: ({ path }, target) =>
      pageFolder(path) !== undefined &&
      /^@skale-calls\/(?:[^/]+-client|simulator)$/.test(packageOf(target)),
  },
  {
    name: "the Calls page's basics import no other folder",
    forbids: ({ path }, target) => {
      const [from, to] = [pageFolder(path), pageFolder(target)];
      return (
        from !== undefined &&
        to !== undefined &&
        pageBasics.includes(from) &&
        !pageBasics.includes(to)
      );
    },
  },
  {
    name: "what is published imports declared dependencies",
    forbids: ({ owner, isShipped }, target) =>
      owner !== undefined &&
      isShipped &&
      !isPath(target) &&
      !target.startsWith("node:") &&
      packageOf(target) !== owner.name &&
      !(packageOf(target) in { ...owner.dependencies, ...owner.peerDependencies }),
  },
];

/** Returns a sentence for each import that breaks a rule. */
export function findViolations(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files.flatMap((file) =>
    file.imports.flatMap((target) =>
      importRules
        .filter((rule) => rule.forbids(file, target, byPath.get(target)))
        .map(({ name }) => `${name}: ${file.path} imports ${target}`),
    ),
  );
}

function coreFolder(path: string): string | undefined {
  return /^packages\/core\/src\/([^/]+)\//.exec(path)?.[1];
}

/** Returns `phone` for `examples/calls-page/src/phone/usePhone.ts`, and the file's name for a file directly in `src`. */
function pageFolder(path: string): string | undefined {
  return /^examples\/calls-page\/src\/([^/]+)/.exec(path)?.[1];
}

function isPath(target: string): boolean {
  return /^(packages|tools|examples|bench)\//.test(target);
}

/** @example packageOf("@skale-calls/core/testing") // "@skale-calls/core" */
function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
