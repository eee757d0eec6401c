import { BellRing } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { storedRingTone, useStored } from "../../preferences/stored.ts";
import { Button } from "../../ui/Button.tsx";
import { Switch } from "../../ui/Switch.tsx";

/** The settings for the ring tone and for browser notifications. */
export function RingSettings() {
  const { t } = useTranslation("phone");
  const isOn = useStored(storedRingTone) !== "off";
  return (
    <div className="flex flex-col gap-2">
      <Switch isSelected={isOn} onChange={(next) => storedRingTone.set(next ? "on" : "off")}>
        {t("ringTone")}
      </Switch>
      {"Notification" in window && <NotificationPermissionButton />}
    </div>
  );
}

const answers = { granted: "notificationsOn", denied: "notificationsDenied" } as const;

function NotificationPermissionButton() {
  const { t } = useTranslation("phone");
  const [permission, setPermission] = useState(Notification.permission);
  if (permission !== "default") {
    return <p className="text-sm text-muted">{t(answers[permission])}</p>;
  }
  return (
    <Button onPress={() => void Notification.requestPermission().then(setPermission)}>
      <BellRing aria-hidden className="size-4" />
      {t("notifications")}
    </Button>
  );
}
