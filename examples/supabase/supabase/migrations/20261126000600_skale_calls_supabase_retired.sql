-- What the retired series left and the policies no longer ask.

drop function if exists skale_calls.agent_branch();
drop function if exists skale_calls.is_agent();
