import { computeAccessibleName, getRole } from "dom-accessibility-api";

/** One step of a locator, as Playwright's methods take it. Steps narrow the elements of the step before. */
export type Step =
  | { by: "role"; role: string; name?: Text; exact?: boolean }
  | { by: "text"; text: Text; exact?: boolean }
  | { by: "label"; text: Text }
  | { by: "css"; selector: string }
  | { by: "nth"; index: number }
  | { by: "or"; steps: readonly Step[] };

/** A text that an element must contain, or the source and flags of a pattern. */
export type Text = string | { source: string; flags: string };

declare global {
  interface Window {
    findElements(steps: readonly Step[]): Element[];
    isShown(element: Element): boolean;
  }
}

const tidy = (text: string) => text.replace(/\s+/g, " ").trim();

function matches(given: string, text: Text, exact = false): boolean {
  const own = tidy(given);
  if (typeof text !== "string") return new RegExp(text.source, text.flags).test(own);
  return exact ? own === tidy(text) : own.toLowerCase().includes(tidy(text).toLowerCase());
}

const isShown = (element: Element) =>
  element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

function isInTree(element: Element): boolean {
  return isShown(element) && element.closest("[aria-hidden=true]") === null;
}

function narrow(roots: readonly ParentNode[], step: Step): Element[] {
  const inside = (selector = "*") => [
    ...new Set(roots.flatMap((root) => [...root.querySelectorAll(selector)])),
  ];
  switch (step.by) {
    case "role":
      return inside().filter(
        (element) =>
          getRole(element) === step.role &&
          isInTree(element) &&
          (step.name === undefined ||
            matches(computeAccessibleName(element), step.name, step.exact)),
      );
    case "text": {
      const found = inside("body, body *").filter((element) =>
        matches(element.textContent ?? "", step.text, step.exact),
      );
      // The innermost elements.
      return found.filter(
        (element) => !found.some((other) => other !== element && element.contains(other)),
      );
    }
    case "label":
      return inside("input, textarea, select").filter((element) =>
        matches(computeAccessibleName(element), step.text),
      );
    case "css":
      return inside(step.selector);
    case "nth":
      return roots.slice(step.index).slice(0, 1) as Element[];
    case "or":
      return [];
  }
}

window.findElements = (steps) => {
  let found: readonly ParentNode[] = [document];
  for (const step of steps) {
    found =
      step.by === "or"
        ? [...new Set([...(found as Element[]), ...window.findElements(step.steps)])]
        : narrow(found, step);
  }
  return found as Element[];
};
window.isShown = isShown;
