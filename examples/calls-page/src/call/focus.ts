/** A ref for what comes in the place of the button that asked for it: the focus goes there. */
export function focus(element: HTMLElement | null): void {
  element?.focus();
}
