import { expect, it } from "vitest";
import { createBusinessSettings } from "../parties/businessSettings.ts";
import { createContacts } from "../parties/contacts.ts";
import { createPermissions } from "../parties/permissions.ts";
import { businessPhone, contactPhone } from "../testKit/samples.ts";
import type { BusinessNumber } from "./calls.ts";
import { requireCallable } from "./requireCallable.ts";

const day = 86_400_000;
const business: BusinessNumber = {
  ...{ id: "1", wabaId: "2", phoneNumber: businessPhone },
  provider: "ycloud",
};

it("a user picks up at most a hundred calls of the business in a day", () => {
  let now = 1_000;
  const world = {
    settings: createBusinessSettings(() => now),
    permissions: createPermissions(() => now),
  };
  const contact = createContacts().ofPhone(contactPhone);
  const dial = () => requireCallable(world, business, contact);
  const pickUp = (direction: "USER_INITIATED" | "BUSINESS_INITIATED") => {
    world.permissions.connect(business, contact, { at: ++now, direction });
    // The pickup is reported again at the end of the call.
    world.permissions.connect(business, contact, { at: now, direction });
  };
  for (let count = 0; count < 100; count++) {
    dial();
    pickUp("USER_INITIATED");
    pickUp("BUSINESS_INITIATED");
  }
  expect(dial).toThrow("(#138012)");
  expect(world.permissions.limitsOf(business, contact).calls).toEqual([
    { ms: day, most: 100, used: 100, until: 1_002 + day },
  ]);
  now = 1_002 + day;
  expect(dial).not.toThrow();
});
