import { useTranslation } from "react-i18next";
import { useAgentNames } from "../data/useAgentNames.ts";
import { useSession } from "../session/SessionProvider.tsx";

/** Who of us called or answered; nothing when nobody did. */
export function AgentName({ userId }: { userId: string | null }) {
  const { t } = useTranslation("call");
  const { user } = useSession();
  const names = useAgentNames();
  if (userId === null) return null;
  return <>{userId === user.id ? t("you") : (names.get(userId) ?? t("otherAgent"))}</>;
}
