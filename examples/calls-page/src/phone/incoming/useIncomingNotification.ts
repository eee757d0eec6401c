import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** Shows a browser notification for a ringing call while the page is not visible. */
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
    // Mobile browsers have this class but require a service worker. On these browsers, only the page rings.
    return undefined;
  }
}
