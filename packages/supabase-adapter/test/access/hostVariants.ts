import { type AccessRule, type ActorName, actorNames } from "./accessTable.ts";
import {
  type AgentIds,
  branchA,
  branchB,
  describeGuideHost,
  id,
  type World,
} from "./accessWorld.ts";

/** An organisation of another form than the guide's, and how it differs from the access table. */
export interface HostVariant {
  /** The file of tables and functions in `fixtures/hosts`. */
  host: string;
  /** Returns the host's tables, with a row of every kind. */
  describe(agents: AgentIds): World;
  /** The branch of the rows named `b`. Default: branch B. */
  second?: string;
  /** The actors who reach what several actors of the table reach. Every other actor reaches what the table says. */
  reachesAs: Partial<Record<ActorName, readonly ActorName[]>>;
}

/** An agent who sees both branches reaches what an agent of either branch reaches. */
const both = {
  "agent of A": ["agent of A", "agent of B"],
  "colleague in A": ["colleague in A", "agent of B"],
  "agent of B": ["agent of B", "colleague in A"],
  "agent of none": ["colleague in A", "agent of B"],
} as const satisfies HostVariant["reachesAs"];

export const hostVariants: Readonly<Record<string, HostVariant>> = {
  "whose tables are called otherwise": {
    host: "profiles",
    describe: (agents) => ({
      sucursales: { a: { id: branchA }, b: { id: branchB } },
      profiles: {
        m: { id: 1, user_id: agents["agent of A"], sucursal: branchA, nombre: "Ana" },
        c: { id: 2, user_id: agents["colleague in A"], sucursal: branchA, nombre: "Luis" },
        b: { id: 3, user_id: agents["agent of B"], sucursal: branchB, nombre: "Eva" },
        n: { id: 4, user_id: agents["agent of none"], nombre: "Leo" },
      },
      numeros: { a: { id: id(11), sucursal: branchA }, b: { id: id(12), sucursal: branchB } },
      clientes: {
        a: { id: id(21), sucursal: branchA },
        b: { id: id(22), sucursal: branchB },
        n: { id: id(23) },
      },
    }),
    reachesAs: {},
  },
  "whose agents belong to several branches": {
    host: "memberships",
    describe: (agents) => ({
      ...describeGuideHost(agents),
      memberships: Object.fromEntries(
        [
          [agents["agent of A"], branchA],
          [agents["agent of A"], branchB],
          [agents["colleague in A"], branchA],
          [agents["agent of B"], branchB],
        ].map(([user_id, branch_id], index) => [
          String(index),
          { id: id(51 + index), user_id, branch_id },
        ]),
      ),
    }),
    reachesAs: { "agent of A": both["agent of A"] },
  },
  "whose managers see all branches": {
    host: "managers",
    describe: (agents) => {
      const host = describeGuideHost(agents);
      const manager = { id: agents["agent of none"], is_manager: true };
      return { ...host, users: { ...host.users, n: manager } };
    },
    reachesAs: { "agent of none": both["agent of none"] },
  },
  "without branches": {
    host: "withoutBranches",
    describe: (agents) => ({
      users: Object.fromEntries(
        (["agent of A", "colleague in A", "agent of B", "agent of none"] as const).map((actor) => [
          actor,
          { id: agents[actor], full_name: actor },
        ]),
      ),
      whatsapp_inboxes: { a: { id: id(11) }, b: { id: id(12) } },
      leads: { a: { id: id(21) }, b: { id: id(22) }, n: { id: id(23) } },
    }),
    second: branchA,
    reachesAs: both,
  },
};

/** Returns what each actor reaches on this host by a rule of the table. */
export function reachOn(variant: HostVariant, rule: AccessRule): AccessRule["reach"] {
  const reachOf = (actor: ActorName) =>
    (variant.reachesAs[actor] ?? [actor]).flatMap((as) => rule.reach[as]);
  return Object.fromEntries(
    actorNames.map((actor) => [actor, [...new Set(reachOf(actor))].sort()]),
  ) as unknown as AccessRule["reach"];
}
