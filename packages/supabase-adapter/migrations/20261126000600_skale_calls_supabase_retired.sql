-- What the retired series made and its policies asked. Those that took their places ask the host's file.
drop function if exists skale_calls.agent_branch();
drop function if exists skale_calls.is_agent();
