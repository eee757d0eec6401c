import { useLocation, useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { CallSheet } from "./CallSheet.tsx";

/** The detail of the call whose id is in the address. So the detail opens over any page, has a link, and closes with Back. */
export function CallDetail() {
  const { t } = useTranslation("call");
  const id = useSearch({ strict: false, select: ({ call }) => call });
  const isOpenedHere = useLocation({ select: ({ state }) => state.isCallOpened === true });
  const { history } = useRouter();
  const navigate = useNavigate();

  function close(): void {
    if (isOpenedHere) history.back();
    else {
      void navigate({
        to: ".",
        search: (search) => ({ ...search, call: undefined }),
        replace: true,
        resetScroll: false,
      });
    }
  }

  return (
    <ModalOverlay
      isOpen={id !== undefined}
      onOpenChange={(isOpen) => !isOpen && close()}
      isDismissable
      // The current call stays usable beside the dialog.
      shouldCloseOnInteractOutside={(element) =>
        element.closest("[data-react-aria-top-layer]") === null
      }
      className="fixed inset-0 z-30 flex justify-end bg-black/40 lg:right-80 2xl:right-96"
    >
      <Modal className="h-dvh w-full max-w-xl border-line bg-surface text-ink shadow-xl transition-transform motion-safe:data-entering:translate-x-full sm:border-l">
        <Dialog
          aria-label={t("detail")}
          className="h-full overflow-y-auto overscroll-contain outline-none"
        >
          {id !== undefined && <CallSheet key={id} id={id} onClose={close} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
