/** What the page's reader has focused. */
export interface Focus {
  /** As `markStops` numbered it; undefined of what came into the page later. */
  stop: string | undefined;
  name: string;
  /** It has a mark, is in the window, and nothing lies over it. */
  isSeen: boolean;
}

/**
 * Runs in the page: numbers everything that a pointer can act on and that the tab key must reach.
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
      // One of a group is reached by Tab, its neighbours by arrows.
      !element.matches("[type=radio]:not(:checked)"),
  );
  return Object.fromEntries(
    stops.map((element, index) => {
      element.dataset.stop = String(index);
      return [String(index), element.getAttribute("aria-label") ?? element.textContent ?? ""];
    }),
  );
}

/** Runs in the page. */
export function readFocus(): Focus {
  const element = document.activeElement;
  // Between the end of the document and its beginning nothing has it.
  if (!(element instanceof HTMLElement) || element === document.body) {
    return { stop: undefined, name: "", isSeen: true };
  }
  // Of an input that only screen readers see, such as a radio's, what is drawn in its place.
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

  /** An outline: its own, or that of the field which it is a part of. */
  function hasMark(part: Element | null): boolean {
    if (part === null || part === document.body) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    if (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) return true;
    return hasMark(part.parentElement);
  }
}
