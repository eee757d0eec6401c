import { UNSTABLE_ToastQueue as ToastQueue } from "react-aria-components";

export interface ToastContent {
  kind: "success" | "error";
  text: string;
}

/** The milliseconds for which a toast is shown. The time pauses while the pointer or the focus is on the toast. */
const shownMs = { success: 5000, error: 8000 } as const;

export const toasts = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 });

/** Shows a message at the edge of the page for a while. A second message with the same text replaces the first. */
export function showToast(content: ToastContent): void {
  for (const { key, content: shown } of toasts.visibleToasts) {
    if (shown.text === content.text) toasts.close(key);
  }
  toasts.add(content, { timeout: shownMs[content.kind] });
}
