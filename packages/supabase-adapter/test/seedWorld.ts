import { contractWorld } from "@skale-calls/core/testing";
import type { Sql } from "postgres";

/** Puts the contract's branches, agents, inboxes and leads into a migrated database. */
export async function seedWorld(sql: Sql): Promise<void> {
  for (const id of contractWorld.branches) await sql`insert into branches (id) values (${id})`;
  for (const { id, branchId } of contractWorld.agents) {
    await sql`insert into auth.users (id, email) values (${id}, ${`${id}@skale.example`})`;
    await sql`insert into users (id, branch_id) values (${id}, ${branchId})`;
  }
  for (const { id, branchId, phoneNumber, providerPhoneId } of contractWorld.inboxes) {
    await sql`
      insert into whatsapp_inboxes (id, branch_id, phone_number, provider_phone_id)
      values (${id}, ${branchId}, ${phoneNumber}, ${providerPhoneId})`;
  }
  for (const { id, branchId } of contractWorld.leads) {
    await sql`insert into leads (id, branch_id) values (${id}, ${branchId})`;
  }
}

/** Forgets every call, so that one database serves many cases. */
export async function forgetCalls(sql: Sql): Promise<void> {
  await sql`delete from whatsapp_calls`;
  await sql`delete from whatsapp_call_events`;
  await sql`delete from whatsapp_call_permissions`;
}
