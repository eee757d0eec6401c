import { Phone, PhoneCall } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button.tsx";
import type { DialRequest } from "./DialProvider.tsx";
import { useDial } from "./useDial.ts";

interface CallBackButtonProps extends DialRequest {
  /** Whether the contact's call was missed. */
  isReturn?: boolean;
  size?: "small" | "medium";
}

/** A button that calls a contact. */
export function CallBackButton({
  isReturn = false,
  size = "small",
  ...request
}: CallBackButtonProps) {
  const { t } = useTranslation("phone");
  const dial = useDial();
  const name = request.contactName ?? request.to ?? request.recipient ?? "";
  const Icon = isReturn ? PhoneCall : Phone;
  return (
    <Button
      size={size}
      onPress={() => dial(request)}
      aria-label={t(isReturn ? "returnCallNamed" : "dialNamed", { name })}
    >
      <Icon aria-hidden className="size-4 text-accent" />
      {t(isReturn ? "returnCall" : "dial")}
    </Button>
  );
}
