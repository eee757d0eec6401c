import { contractWorld, type MemoryAgent } from "@skale-calls/core/testing";
import type { Sql } from "postgres";

/** Inserts the contract's branches, agents, inboxes and leads into a migrated database, and memberships if it has that table. */
export async function seedWorld(sql: Sql): Promise<void> {
  const [host] = await sql<[{ hasAuth: boolean; hasMemberships: boolean; hasProviders: boolean }]>`
    select to_regclass('auth.users') is not null as "hasAuth",
      to_regclass('public.memberships') is not null as "hasMemberships",
      exists (
        select from pg_attribute
        where attrelid = to_regclass('public.whatsapp_inboxes') and attname = 'provider'
      ) as "hasProviders"`;
  for (const id of contractWorld.branches) await sql`insert into branches (id) values (${id})`;
  const agents: readonly MemoryAgent[] = contractWorld.agents;
  for (const { id, branchId, sees = branchId === null ? [] : [branchId] } of agents) {
    if (host.hasAuth) {
      await sql`insert into auth.users (id, email) values (${id}, ${`${id}@skale.example`})`;
    }
    await sql`insert into users (id, branch_id) values (${id}, ${branchId})`;
    if (!host.hasMemberships) continue;
    for (const seen of sees) {
      await sql`insert into memberships (user_id, branch_id) values (${id}, ${seen})`;
    }
  }
  for (const { id, branchId, phoneNumber, providerPhoneId, provider } of contractWorld.inboxes) {
    await sql`
      insert into whatsapp_inboxes (id, branch_id, phone_number, provider_phone_id)
      values (${id}, ${branchId}, ${phoneNumber}, ${providerPhoneId})`;
    if (!host.hasProviders) continue;
    await sql`update whatsapp_inboxes set provider = ${provider} where id = ${id}`;
  }
  for (const { id, branchId } of contractWorld.leads) {
    await sql`insert into leads (id, branch_id) values (${id}, ${branchId})`;
  }
}

/** Deletes every call, so that one database serves many cases. */
export async function forgetCalls(sql: Sql): Promise<void> {
  await sql`delete from whatsapp_calls`;
  await sql`delete from whatsapp_call_events`;
  await sql`delete from whatsapp_call_permissions`;
  await sql`delete from whatsapp_call_contact_changes`;
  await sql`delete from whatsapp_call_media`;
  await sql`delete from whatsapp_call_retention`;
  await sql`delete from whatsapp_call_permission_requests`;
  await sql`delete from whatsapp_call_numbers`;
  await sql`delete from whatsapp_call_hours`;
}
