import { arePhoneAliases } from "../phone/phoneAliases.ts";

export interface InboxOfBranch {
  id: string;
  branchId: string;
  /** The number as a person may have written it: it is not always in E.164. */
  phoneNumber: string | null;
  providerPhoneId: string | null;
}

export type ChosenInbox<Inbox> =
  | { inbox: Inbox | undefined; branchId: string }
  | { refusal: "inbox_not_found" | "inbox_required" | "no_branch" };

/**
 * Chooses the inbox to dial from. It is the wanted inbox, if the agent sees its branch. If no inbox is wanted, it is
 * the only inbox of the home branch or, for an agent without a home branch, the only inbox that the agent sees. The
 * call belongs to the branch of the inbox. If the home branch has no inbox, the call has no inbox and belongs to the
 * home branch.
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

/**
 * Finds the inbox of one of our numbers, by the provider's id of the number or, if no inbox has this id, by the number.
 */
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

/** Converts an inbox's number from any notation to E.164. */
export const readInboxPhone = (written: string): string => `+${written.replace(/\D/g, "")}`;
