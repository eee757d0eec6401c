import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { useAgentNames } from "../data/useAgentNames.ts";
import { cleanText } from "../format/cleanText.ts";
import { useSession } from "../session/SessionProvider.tsx";
import { agentOf } from "./agentOf.ts";

/** The name of the agent who called, answered or declined; empty if there was no such agent. */
export function AgentName({ call }: { call: ListedCall }) {
  const { t } = useTranslation("call");
  const { user } = useSession();
  const names = useAgentNames();
  const id = agentOf(call);
  if (id === null) return null;
  return <bdi>{id === user.id ? t("you") : cleanText(names.get(id) ?? t("otherAgent"))}</bdi>;
}
