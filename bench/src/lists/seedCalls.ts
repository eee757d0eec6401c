import type { Sql } from "postgres";
import { addGuideIndexes } from "./guideAccess.ts";

/** Ids that the queries need. Branch n is `branchId(n)`: the first branches have the most calls. */
const uuidOf = (kind: string, n: number) =>
  `00000000-0000-4000-8000-${kind}${n.toString(16).padStart(10, "0")}`;
export const branchId = (n: number): string => uuidOf("0b", n);
const agentId = (n: number): string => uuidOf("0a", n);

const branchCount = 40;
const agentsPerBranch = 5;
/** The span of the calls. A larger table has more calls a day, not a longer history: the harder case for the charts. */
const days = 730;

/**
 * A call in five thousand has no branch. The first branch has a fifth of the calls, each later one fewer, and the last one a
 * hundred in a table of any size.
 */
const branchOf = (count: number) => `case
  when n % 5000 = 2 then null
  when n % ${count / 100} = 1 then ${branchCount}
  else least(${branchCount - 1}, floor(power(${branchCount - 1}, random()))::int)
end`;

/** The agent of the second largest branches, of the smallest one, and a manager who sees all of them. */
export const viewers = {
  agent: agentId(8 * agentsPerBranch),
  "agent of a small branch": agentId(branchCount * agentsPerBranch),
  manager: agentId(9999),
} as const;

/** Fills a migrated database with calls. The indexes are created after the rows. Needs a superuser. */
export async function seedCalls(sql: Sql, count: number): Promise<void> {
  await sql.begin(async (transaction) => {
    // Without foreign keys and triggers.
    await transaction.unsafe(`
      set local session_replication_role = replica;
      set local synchronous_commit = off;
      set local maintenance_work_mem = '512MB';
      set local work_mem = '256MB';
    `);
    await transaction.unsafe(organisation);
    const indexes = await transaction<{ drop: string; create: string }[]>`
      select format('drop index %s', i.indexrelid::regclass) as drop, pg_get_indexdef(i.indexrelid) as create
      from pg_index i
      where i.indrelid in ('public.whatsapp_calls'::regclass, 'public.whatsapp_call_events'::regclass)
        and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;
    for (const index of indexes) await transaction.unsafe(index.drop);
    await transaction.unsafe(calls(count));
    await transaction.unsafe(events);
    for (const index of indexes) await transaction.unsafe(index.create);
    await transaction.unsafe(addGuideIndexes);
  });
  await sql.unsafe("vacuum analyze public.whatsapp_calls");
  await sql.unsafe("vacuum analyze public.whatsapp_call_events");
}

const organisation = `
  alter table public.users add column if not exists sees_all boolean not null default false;
  create or replace function skale_calls.can_see(agent uuid, branch uuid)
  returns boolean language sql stable as $$
    select exists (
      select from public.users u
      where u.id = can_see.agent and (can_see.branch is null or u.sees_all or u.branch_id = can_see.branch)
    )
  $$;
  insert into public.branches (id, name)
  select ('00000000-0000-4000-8000-0b' || lpad(to_hex(n), 10, '0'))::uuid, 'Branch ' || n
  from generate_series(1, ${branchCount}) as n;
  insert into public.whatsapp_inboxes (id, branch_id, name, phone_number)
  select ('00000000-0000-4000-8000-0c' || lpad(to_hex(n), 10, '0'))::uuid,
    ('00000000-0000-4000-8000-0b' || lpad(to_hex(n), 10, '0'))::uuid, 'Inbox ' || n, '+5255' || (10000000 + n)
  from generate_series(1, ${branchCount}) as n;
  insert into auth.users (id, email)
  select ('00000000-0000-4000-8000-0a' || lpad(to_hex(n), 10, '0'))::uuid, 'agent' || n || '@example.com'
  from (select generate_series(1, ${branchCount * agentsPerBranch}) union all select 9999) as a (n);
  insert into public.users (id, branch_id, full_name, sees_all)
  select ('00000000-0000-4000-8000-0a' || lpad(to_hex(n), 10, '0'))::uuid,
    ('00000000-0000-4000-8000-0b' || lpad(to_hex((n - 1) / ${agentsPerBranch} + 1), 10, '0'))::uuid,
    'Agent ' || n, false
  from generate_series(1, ${branchCount * agentsPerBranch}) as n;
  insert into public.users (id, branch_id, full_name, sees_all)
  values ('${agentId(9999)}', '${branchId(1)}', 'Manager', true);
`;

/** The n-th call is younger than the one before it. The contacts' calls are far apart; one in five contacts calls often. */
const calls = (count: number) => `
  with names as (
    select
      array['María', 'José', 'Luis', 'Ana', 'Juan', 'Carmen', 'Jorge', 'Lucía', 'Pedro', 'Sofía', 'Raúl', 'Elena', 'Óscar',
        'Paula', 'Iván', 'Nuria', 'Hugo', 'Inés', 'Mateo', 'Rocío', 'Diego', 'Alba', 'Saúl', 'Noelia', 'Tomás', 'Irene',
        'Bruno', 'Clara', 'Félix', 'Olga'] as first,
      array['García', 'Hernández', 'López', 'Martínez', 'González', 'Pérez', 'Rodríguez', 'Sánchez', 'Ramírez', 'Cruz',
        'Flores', 'Gómez', 'Morales', 'Vázquez', 'Jiménez', 'Reyes', 'Díaz', 'Torres', 'Gutiérrez', 'Ruiz', 'Mendoza',
        'Aguilar', 'Ortiz', 'Moreno', 'Castillo', 'Romero', 'Álvarez', 'Rivera', 'Chávez', 'Ramos', 'Herrera', 'Medina',
        'Castro', 'Guzmán', 'Vargas', 'Méndez', 'Salazar', 'Soto', 'Ibáñez', 'Zúñiga'] as last
  ),
  drawn as (
    select
      n,
      now() - make_interval(secs => (${count} - n) * ${days * 86_400}::float8 / ${count}) as at,
      ${branchOf(count)} as branch,
      -- A fifth of the calls is of contacts that call often.
      case when random() < 0.2 then floor(random() * ${Math.ceil(count / 200)})
        else floor(random() * ${Math.ceil(count / 3)}) end::int as contact,
      random() < 0.55 as is_incoming,
      random() as fate,
      random() as extra
    from generate_series(1, ${count}) as n
  ),
  decided as (
    select d.*,
      case
        when n > ${count} - 3 then 'iniciando'
        when n > ${count} - 8 then 'en_curso'
        when fate < 0.62 then 'completada'
        when fate < 0.86 then 'no_contestada'
        when fate < 0.97 then 'cancelada'
        else 'fallida'
      end as status,
      -- Ordered ids, so that the indexes of the constraints are built quickly.
      uuidv7(make_interval(secs => (n - 10000000)::float8)) as id
    from drawn d
  )
  insert into public.whatsapp_calls (
    id, call_id, provider_call_id, provider, direction, direction_source, status, end_reason, contact_phone, contact_name,
    contact_profile_name, business_phone, started_at, ringing_at, answered_at, ended_at, duration_seconds, end_cause,
    user_id, branch_id, inbox_id, lead_id, notes, cta_payload, transcript, recording_url, created_at, updated_at
  )
  select
    d.id,
    case when n % 97 = 0 then 'manual:' || d.id else 'wacid.HBgN' || to_hex(268435456 + n) || md5(n::text) end,
    'wacid.HBgN' || to_hex(268435456 + n) || md5(n::text), 'ycloud',
    case when d.is_incoming then 'entrante' else 'saliente' end, 'provider', d.status,
    case
      when d.status = 'completada' then 'completed'
      when d.status = 'no_contestada' then case when d.is_incoming then 'missed' else 'no_answer' end
      when d.status = 'cancelada' then 'cancelled'
      when d.status = 'fallida' then 'failed'
    end,
    '+52155' || lpad(((d.contact::bigint * 7919) % 100000000)::text, 8, '0'),
    names.first[d.contact % 30 + 1] || ' ' || names.last[d.contact / 30 % 40 + 1] || ' ' || names.last[d.contact / 1200 % 40 + 1],
    names.first[d.contact % 30 + 1],
    '+5255' || (10000000 + coalesce(d.branch, 1)),
    d.at, d.at + interval '2 s', case when d.status in ('completada', 'en_curso') then d.at + interval '9 s' end,
    case when d.status not in ('iniciando', 'en_curso') then d.at + interval '3 min' end,
    case when d.status = 'completada' then 10 + floor(extra * 600)::int else 0 end,
    case when d.status = 'fallida' then 'failed' end,
    case when d.branch is not null and (not d.is_incoming or d.status = 'completada') then
      ('00000000-0000-4000-8000-0a' || lpad(to_hex((d.branch - 1) * ${agentsPerBranch} + 1 + d.n % ${agentsPerBranch}), 10, '0'))::uuid end,
    ('00000000-0000-4000-8000-0b' || lpad(to_hex(d.branch), 10, '0'))::uuid,
    ('00000000-0000-4000-8000-0c' || lpad(to_hex(d.branch), 10, '0'))::uuid,
    case when d.contact % 4 = 0 then md5('lead' || d.contact)::uuid end,
    case when extra < 0.1 then 'Quiere probar el sedán el sábado, llamar por la tarde.' end,
    case when d.is_incoming and n % 300 = 0 then 'promo' end,
    case when d.status = 'completada' and n % 60 = 0 then 'Buenos días, llamo por la cotización del sedán ' || (d.contact % 5000) || '. Claro, se la mando mañana.' end,
    case when d.status = 'completada' and n % 60 = 0 then 'https://example.com/' || d.id end,
    d.at, least(d.at + interval '4 min', now())
  from decided d, names;
`;

const events = `
  insert into public.whatsapp_call_events (provider, event_id, call_id, kind, occurred_at, received_at, outcome)
  select 'ycloud', 'evt_' || c.id, c.call_id, 'terminated', c.created_at, c.created_at, 'applied'
  from public.whatsapp_calls c
  where c.created_at > now() - interval '20 days';
`;
