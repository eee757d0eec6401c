import { useTranslation } from "react-i18next";
import { useAgentNames } from "../data/useAgentNames.ts";
import { useBranches } from "../data/useBranches.ts";
import { useInboxes } from "../data/useInboxes.ts";
import { formatPhone } from "../format/formatPhone.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import type { CostGrouping } from "./useCallCosts.ts";

/** Returns a function that names a group: its month, branch, agent or WhatsApp number. */
export function useCostNames(): (by: CostGrouping, key: string | null) => string {
  const { t } = useTranslation("overview");
  const language = useLanguage();
  const agents = useAgentNames();
  const { inboxes } = useInboxes();
  const branches = useBranches();
  const names = {
    month: (key: string) => {
      const name = new Date(`${key}-01T00:00:00Z`).toLocaleDateString(language, {
        month: "long",
        year: "numeric",
        timeZone: "UTC",
      });
      return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
    },
    branch: (key: string) => branches.find(({ id }) => id === key)?.name ?? t("costs.otherBranch"),
    agent: (key: string) => agents.get(key) ?? t("costs.otherAgent"),
    inbox: (key: string) => {
      const inbox = inboxes.find(({ id }) => id === key);
      return (
        inbox?.name ??
        (inbox?.phone_number && formatPhone(inbox.phone_number)) ??
        t("costs.otherInbox")
      );
    },
  };
  return (by, key) => {
    if (key !== null) return names[by](key);
    return by === "month" ? "" : t(`costs.without.${by}`);
  };
}
