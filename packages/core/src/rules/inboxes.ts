import { arePhoneAliases } from "../phone/phoneAliases.ts";

export interface InboxOfBranch {
  id: string;
  branchId: string;
  /** A person may have written it, so it need not be E.164. */
  phoneNumber: string | null;
  providerPhoneId: string | null;
}

export type ChosenInbox<Inbox> =
  | { inbox: Inbox | undefined; branchId: string }
  | { refusal: "inbox_not_found" | "inbox_required" | "no_branch" };

/**
 * The inbox to dial from: the wanted one, if the agent sees its branch; else the only inbox of the home branch; for an agent
 * without a home branch, the only inbox that the agent sees. The call belongs to the inbox's branch. A home branch may have
 * no inbox.
 *
 * @param seen the inboxes of all branches that the agent sees.
 * @param home the agent's home branch.
 * @param wanted the id of the inbox that the agent chose.
 */
export function chooseInbox<Inbox extends InboxOfBranch>(
  seen: readonly Inbox[],
  home: string | null,
  wanted: string | undefined,
): ChosenInbox<Inbox> {
  if (wanted !== undefined) {
    const inbox = seen.find(({ id }) => id === wanted);
    return inbox ? { inbox, branchId: inbox.branchId } : { refusal: "inbox_not_found" };
  }
  const [inbox, second] = seen.filter(({ branchId }) => home === null || branchId === home);
  if (second) return { refusal: "inbox_required" };
  const branchId = inbox?.branchId ?? home;
  return branchId === null ? { refusal: "no_branch" } : { inbox, branchId };
}

/** The inbox of one of our numbers, found by the provider's id of the number, else by the number. */
export function findInbox<Inbox extends InboxOfBranch>(
  inboxes: readonly Inbox[],
  phone: string | null,
  phoneId: string | null,
): Inbox | undefined {
  return (
    inboxes.find((inbox) => phoneId !== null && inbox.providerPhoneId === phoneId) ??
    inboxes.find(
      ({ phoneNumber }) =>
        phone !== null &&
        phoneNumber !== null &&
        arePhoneAliases(readInboxPhone(phoneNumber), phone),
    )
  );
}

/** An inbox's number in E.164, from any way of writing it. */
export const readInboxPhone = (written: string): string => `+${written.replace(/\D/g, "")}`;
