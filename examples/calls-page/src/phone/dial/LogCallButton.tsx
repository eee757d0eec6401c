import { ClipboardPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { LogCallForm } from "./LogCallForm.tsx";

/** The button that opens the form for a call that was made elsewhere. */
export function LogCallButton() {
  const { t } = useTranslation("phone");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setIsOpen(true)}>
        <ClipboardPlus aria-hidden className="size-4" />
        {t("logCall")}
      </Button>
      <Dialog title={t("logCall")} isOpen={isOpen} onOpenChange={setIsOpen}>
        <LogCallForm onDone={() => setIsOpen(false)} />
      </Dialog>
    </>
  );
}
