import { UNSTABLE_ToastQueue as ToastQueue } from "react-aria-components";

export interface ToastContent {
  kind: "success" | "error";
  text: string;
}

/** Long enough to be read; the time stands still while the pointer or the focus is there. */
const shownMs = { success: 5000, error: 8000 } as const;

export const toasts = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 });

/** Says something at the edge of the page for a while. The same text said again takes the place of the former. */
export function showToast(content: ToastContent): void {
  for (const { key, content: shown } of toasts.visibleToasts) {
    if (shown.text === content.text) toasts.close(key);
  }
  toasts.add(content, { timeout: shownMs[content.kind] });
}
