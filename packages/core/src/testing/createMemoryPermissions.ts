import type {
  BeginPermissionRequestInput,
  BeginPermissionRequestResult,
  FindPermissionResult,
  NumberRefusal,
  PermissionInput,
} from "../ports/callStore.ts";
import {
  type BusinessColumns,
  businessColumns,
  businessKeys,
  type ContactColumns,
  contactColumns,
  contactKeys,
  shares,
} from "../rules/contactKeys.ts";
import {
  factsOfRequest,
  mergeRequests,
  type PermissionRequest,
} from "../rules/permissionRequests.ts";
import { type PermissionVerdict, permissionStatus } from "../rules/permissions.ts";
import { readCallPermission } from "../rules/readCallPermission.ts";
import type {
  ContactChangeEvent,
  PermissionEvent,
  PermissionRequestEvent,
} from "../vocabulary/callEvent.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { findContactKeys, type MemoryContactChange } from "./findContactKeys.ts";

export type MemoryVerdict = PermissionVerdict & ContactColumns & BusinessColumns;

/** The number that a store chose for a request. */
export interface ChosenNumber extends BusinessColumns {
  business_phone: string;
  /** The provider that the inbox names. */
  provider: string | null;
}

interface MemoryPermissionsOptions {
  calls: ReadonlyMap<string, Call>;
  chooseNumber(input: PermissionInput): ChosenNumber | { refusal: NumberRefusal };
  now(): Date;
}

/** The permissions of the memory store: the answers, the requests, and the questions about both. */
export function createMemoryPermissions({ calls, chooseNumber, now }: MemoryPermissionsOptions) {
  const verdicts: MemoryVerdict[] = [];
  const changes: MemoryContactChange[] = [];
  const requests = new Map<string, PermissionRequest>();
  const agents = new Map<string, string>();

  function read(contact: ContactColumns, business: BusinessColumns) {
    const [key = ""] = contactKeys(contact);
    const ours = new Set(businessKeys(business));
    const theirs = findContactKeys(key, { calls, verdicts, requests, changes });
    const isOfPair = (row: ContactColumns & BusinessColumns) =>
      shares(contactKeys(row), theirs) && shares(businessKeys(row), ours);
    return readCallPermission(
      {
        verdicts: verdicts.filter(isOfPair),
        requests: [...requests.values()].filter(isOfPair),
        calls: [...calls.values()].filter(isOfPair),
      },
      now(),
    );
  }

  const contactOf = ({ contactPhone, contactUserId }: PermissionInput): ContactColumns => ({
    contact_phone: contactPhone ?? null,
    contact_user_id: contactUserId ?? null,
  });

  return {
    verdicts,
    changes,
    requests,

    saveVerdict(event: Omit<PermissionEvent, "raw">): boolean {
      const row: MemoryVerdict = {
        occurred_at: event.occurredAt,
        status: permissionStatus(event),
        event_id: event.id,
        expires_at: event.expiresAt ?? null,
        source: event.source ?? null,
        context_id: event.contextId ?? null,
        ...contactColumns(event.contact),
        ...businessColumns(event.business),
      };
      if (contactKeys(row).length === 0) return false;
      verdicts.push(row);
      return true;
    },

    /** Keeps a change that joins two user ids. */
    saveContactChange({ contact, previous }: Omit<ContactChangeEvent, "raw">): boolean {
      if (contact.userId === undefined || previous.userId === undefined) return false;
      const columns = contactColumns(contact);
      const isMoved = contact.phone !== undefined || previous.phone !== undefined;
      changes.push({
        ...columns,
        contact_key: isMoved ? (contactKeys(columns)[0] ?? null) : null,
        previous_user_id: previous.userId,
      });
      return true;
    },

    saveRequest(event: Omit<PermissionRequestEvent, "raw">): boolean {
      const said = factsOfRequest(event);
      const known = requests.get(said.id);
      const merged = known ? mergeRequests(known, said) : said;
      if (known && JSON.stringify(merged) === JSON.stringify(known)) return false;
      requests.set(said.id, merged);
      return true;
    },

    async findPermission(input: PermissionInput): Promise<FindPermissionResult> {
      const number = chooseNumber(input);
      if ("refusal" in number) return { outcome: number.refusal };
      const permission = read(contactOf(input), number);
      const provider = number.provider ?? null;
      return { outcome: "found", permission, businessPhone: number.business_phone, provider };
    },

    async beginPermissionRequest(
      input: BeginPermissionRequestInput,
    ): Promise<BeginPermissionRequestResult> {
      const number = chooseNumber(input);
      if ("refusal" in number) return { outcome: number.refusal };
      const contact = contactOf(input);
      const readNow = () => read(contact, number);
      const businessPhone = number.business_phone;
      const provider = number.provider ?? input.provider;
      const known = requests.get(input.id);
      const agent = agents.get(input.id);
      if (known) {
        const isSame =
          (agent === undefined || agent === input.userId) &&
          shares(contactKeys(known), new Set(contactKeys(contact))) &&
          shares(businessKeys(known), new Set(businessKeys(number)));
        if (!isSame) return { outcome: "request_id_taken" };
      } else {
        if (input.providers?.includes(provider) === false)
          return { outcome: "other_provider", provider };
        const permission = readNow();
        if (permission.status === "permanent") {
          return { outcome: "permission_already_granted", permission };
        }
        if (permission.requests.left === 0) return { outcome: "permission_limit", permission };
      }
      // A request without an agent was created by a webhook about the message, so the message was sent before.
      if (agent === undefined) {
        const said: PermissionRequest = {
          id: input.id,
          message_id: null,
          requested_at: now().toISOString(),
          sent_at: null,
          delivered_at: null,
          read_at: null,
          failed_at: null,
          error_code: null,
          ...contact,
          business_phone: number.business_phone,
          provider_phone_id: number.provider_phone_id,
        };
        agents.set(input.id, input.userId);
        requests.set(input.id, known ? mergeRequests(known, said) : said);
      }
      const outcome = known ? "exists" : "created";
      return { outcome, permission: readNow(), businessPhone, provider };
    },
  };
}
