import type { Sql } from "postgres";

/** The catalog of some schemas or tables, one line per object, sorted. */
export interface Schema {
  columns: string[];
  constraints: string[];
  indexes: string[];
  policies: string[];
  triggers: string[];
  functions: string[];
  tables: string[];
  publications: string[];
  comments: string[];
}

const acl = (column: string, kind: string, owner: string) => `(
  select coalesce(string_agg(format('%s=%s', a.grantee::regrole, a.privilege_type), ',' order by a.grantee::regrole::text, a.privilege_type), '-')
  from aclexplode(coalesce(${column}, acldefault('${kind}', ${owner}))) as a)`;

const queries: Record<keyof Schema, string> = {
  columns: `
    select format('%s.%s #%s %s%s default %s identity %s', r.relname, a.attname, a.attnum,
      format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' end,
      coalesce(pg_get_expr(d.adbin, d.adrelid), '-'), nullif(a.attidentity, '')) as line
    from pg_attribute a join named r on r.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped`,
  constraints: `
    select format('%s.%s %s', r.relname, c.conname, pg_get_constraintdef(c.oid)) as line
    from pg_constraint c join named r on r.oid = c.conrelid where c.contype <> 'n'`,
  indexes: `
    select indexdef as line from pg_indexes i join named r on r.relname = i.tablename
    where i.schemaname = 'public'`,
  policies: `
    select format('%s.%s %s %s %s using %s check %s', tablename, policyname, permissive, roles, cmd, qual, with_check) as line
    from pg_policies p join named r on r.relname = p.tablename where p.schemaname = 'public'`,
  triggers: `
    select pg_get_triggerdef(t.oid) as line
    from pg_trigger t join named r on r.oid = t.tgrelid where not t.tgisinternal`,
  functions: `
    select format('%s grants %s', pg_get_functiondef(p.oid), ${acl("p.proacl", "f", "p.proowner")}) as line
    from pg_proc p where p.pronamespace in (select oid from pg_namespace where nspname in ('public', 'skale_calls'))`,
  tables: `
    select format('%s rls %s forced %s grants %s', r.relname, c.relrowsecurity, c.relforcerowsecurity, ${acl("c.relacl", "r", "c.relowner")}) as line
    from pg_class c join named r on r.oid = c.oid
    union all
    select format('schema %s grants %s', nspname, ${acl("nspacl", "n", "nspowner")})
    from pg_namespace where nspname in ('public', 'skale_calls')`,
  publications: `
    select format('%s %s', p.pubname, r.relname) as line
    from pg_publication_rel x join pg_publication p on p.oid = x.prpubid join named r on r.oid = x.prrelid`,
  comments: `
    select format('%s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description) as line
    from pg_description d
    left join named r on d.classoid = 'pg_class'::regclass and r.oid = d.objoid
    left join pg_proc p on d.classoid = 'pg_proc'::regclass and p.oid = d.objoid
      and p.pronamespace in (select oid from pg_namespace where nspname in ('public', 'skale_calls'))
    where r.oid is not null or p.oid is not null`,
};

/** @param tables a `like` pattern for the names of public tables. */
export async function readSchema(sql: Sql, tables: string): Promise<Schema> {
  const read = async (query: string) => {
    const rows = await sql.unsafe<{ line: string }[]>(
      `with named as (
         select c.oid, c.relname from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname like $1
       ) ${query} order by line`,
      [tables],
    );
    return rows.map(({ line }) => line);
  };
  const entries = Object.entries(queries).map(async ([name, query]) => [name, await read(query)]);
  return Object.fromEntries(await Promise.all(entries)) as Schema;
}
