-- Access to the facts about business numbers and to the business hours.

-- The inboxes of the branches that the current agent sees. Policies call it once per statement.
create or replace function skale_calls.seen_inboxes()
returns uuid[]
language sql
stable
security definer
set search_path = ''
as $$
  select array(
    select i.id from skale_calls.inboxes() i
    where i.branch_id = any ((select skale_calls.seen_branches())::uuid[])
  )
$$;

alter table public.whatsapp_call_numbers enable row level security;
alter table public.whatsapp_call_hours enable row level security;

drop policy if exists "Agents see the numbers of their branch" on public.whatsapp_call_numbers;
create policy "Agents see the numbers of their branch" on public.whatsapp_call_numbers
  for select to authenticated
  using (branch_id = any ((select skale_calls.seen_branches())::uuid[]));

drop policy if exists "Agents see the hours of their branch" on public.whatsapp_call_hours;
create policy "Agents see the hours of their branch" on public.whatsapp_call_hours
  for select to authenticated
  using (inbox_id = any ((select skale_calls.seen_inboxes())::uuid[]));

revoke all on public.whatsapp_call_numbers, public.whatsapp_call_hours from public, anon, authenticated;
grant select on public.whatsapp_call_numbers, public.whatsapp_call_hours to authenticated;
grant all on public.whatsapp_call_numbers, public.whatsapp_call_hours to service_role;

revoke execute on function
  public.find_whatsapp_call_availability(jsonb),
  public.set_whatsapp_call_hours(jsonb)
from public, anon, authenticated;
grant execute on function
  public.find_whatsapp_call_availability(jsonb),
  public.set_whatsapp_call_hours(jsonb)
to service_role;
