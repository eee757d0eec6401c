/** A ref that moves the focus to its element. For an element that replaces the button that the person pressed. */
export function focus(element: HTMLElement | null): void {
  element?.focus();
}
