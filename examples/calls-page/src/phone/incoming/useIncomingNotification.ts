import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** Shows a call that rings outside the page, while that is not seen. */
export function useIncomingNotification(callId: string, contact: string): void {
  const { t } = useTranslation("phone");
  const title = t("incoming");
  useEffect(() => {
    if (!("Notification" in window)) return;
    let notification: Notification | undefined;
    const show = () => {
      if (!document.hidden || Notification.permission !== "granted") return;
      notification ??= notify(title, contact, callId);
    };
    show();
    document.addEventListener("visibilitychange", show);
    return () => {
      document.removeEventListener("visibilitychange", show);
      notification?.close();
    };
  }, [callId, contact, title]);
}

function notify(title: string, body: string, tag: string): Notification | undefined {
  try {
    const notification = new Notification(title, { body, tag, requireInteraction: true });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return notification;
  } catch {
    // Browsers of phones have the class, and want a service worker instead: there the page itself rings.
    return undefined;
  }
}
