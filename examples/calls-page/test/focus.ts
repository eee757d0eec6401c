/** The focused element of the page. */
export interface Focus {
  /** The number from `markStops`; undefined for an element that appeared later. */
  stop: string | undefined;
  name: string;
  /** Whether it shows a focus mark, is in the window, and is not covered. */
  isSeen: boolean;
}

/**
 * Runs in the page: numbers every interactive element that the tab key must reach.
 *
 * @returns The names by their numbers.
 */
export function markStops(): Record<string, string> {
  const stops = [
    ...document.querySelectorAll<HTMLElement>(
      "a[href], button, input, textarea, select, summary, [tabindex='0']",
    ),
  ].filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.matches(":disabled, [tabindex='-1']") &&
      !element.closest("[inert], [aria-hidden=true]") &&
      // Tab reaches one element of a group, and the arrow keys reach the others.
      !element.matches("[type=radio]:not(:checked)"),
  );
  return Object.fromEntries(
    stops.map((element, index) => {
      element.dataset.stop = String(index);
      return [String(index), element.getAttribute("aria-label") ?? element.textContent ?? ""];
    }),
  );
}

/** Reads the focused element. Runs in the page. */
export function readFocus(): Focus {
  const element = document.activeElement;
  // Between the end and the start of the document, no element has the focus.
  if (!(element instanceof HTMLElement) || element === document.body) {
    return { stop: undefined, name: "", isSeen: true };
  }
  // An input that only screen readers see, such as a radio button, has a visible element around it.
  const shown = element.closest("[data-focus-visible]") ?? element;
  const { left, right, top, bottom } = shown.getBoundingClientRect();
  const middle = (Math.max(0, top) + Math.min(bottom, innerHeight)) / 2;
  const hit = document.elementFromPoint((left + right) / 2, middle);
  const isOnTop = hit !== null && (shown.contains(hit) || hit.contains(shown));
  return {
    stop: element.dataset.stop,
    name: element.getAttribute("aria-label") ?? element.textContent ?? "",
    isSeen: hasMark(shown) && isOnTop,
  };

  /** Whether the element, or the field around it, has an outline. */
  function hasMark(part: Element | null): boolean {
    if (part === null || part === document.body) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    if (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) return true;
    return hasMark(part.parentElement);
  }
}
