import { UNSTABLE_ToastQueue as ToastQueue } from "react-aria-components";

export interface ToastContent {
  kind: "success" | "error";
  text: string;
}

/** Long enough to be read; the time stands still while the pointer or the focus is there. */
const shownMs = 8000;

export const toasts = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 });

/** Says something at the edge of the page; errors stay until they are closed. */
export function showToast(content: ToastContent): void {
  toasts.add(content, content.kind === "error" ? {} : { timeout: shownMs });
}
