import { X } from "lucide-react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "./Button.tsx";

interface DialogProps {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: React.ReactNode;
}

/** A modal dialog: at the bottom edge of a small screen, in the centre of a large one. */
export function Dialog({ title, isOpen, onOpenChange, children }: DialogProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable
      className="fixed inset-0 z-40 flex items-end justify-center bg-black/50 sm:items-center sm:p-6"
    >
      <Modal className="max-h-full w-full max-w-lg overflow-y-auto rounded-t-2xl border border-line bg-surface text-ink shadow-xl sm:rounded-2xl">
        <AriaDialog className="flex flex-col gap-4 p-4 outline-none sm:p-5">
          <div className="flex items-center justify-between gap-3">
            <Heading slot="title" className="text-lg font-semibold">
              {title}
            </Heading>
            <Button
              variant="bare"
              size="icon"
              aria-label={t("close")}
              onPress={() => onOpenChange(false)}
            >
              <X aria-hidden className="size-5" />
            </Button>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
