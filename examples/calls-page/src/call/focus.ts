/** A ref for an element that replaces the button that opened it: the element receives the focus. */
export function focus(element: HTMLElement | null): void {
  element?.focus();
}
