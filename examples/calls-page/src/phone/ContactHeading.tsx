import type { Contact } from "./useContact.ts";

/** A contact's name with the number below it. */
export function ContactHeading({ contact }: { contact: Contact }) {
  return (
    <span className="block min-w-0">
      <bdi className="block truncate text-left font-semibold text-ink">{contact.title}</bdi>
      {contact.name && contact.phone && (
        <span className="block truncate text-sm text-muted">{contact.phone}</span>
      )}
    </span>
  );
}
