import { Stethoscope } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { DiagnoseReport } from "./DiagnoseReport.tsx";

/** The button that opens the test of microphone, browser and network. */
export function DiagnoseButton() {
  const { t } = useTranslation("phone");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setIsOpen(true)}>
        <Stethoscope aria-hidden className="size-4" />
        {t("diagnose")}
      </Button>
      <Dialog title={t("diagnose")} isOpen={isOpen} onOpenChange={setIsOpen}>
        <DiagnoseReport />
      </Dialog>
    </>
  );
}
