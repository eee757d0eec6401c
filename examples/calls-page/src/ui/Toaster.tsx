import { CircleAlert, CircleCheck, X } from "lucide-react";
import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "./Button.tsx";
import { classes } from "./classes.ts";
import { toasts } from "./toasts.ts";

/** The region of the toasts. Mount it once. */
export function Toaster() {
  const { t } = useTranslation();
  return (
    <ToastRegion
      queue={toasts}
      aria-label={t("messages")}
      className="fixed inset-x-3 bottom-24 z-50 mx-auto flex max-w-md flex-col gap-2 outline-none lg:bottom-6"
    >
      {({ toast }) => {
        const { kind, text } = toast.content;
        const Icon = kind === "error" ? CircleAlert : CircleCheck;
        return (
          <Toast
            toast={toast}
            className={classes(
              "flex items-center gap-3 rounded-xl border bg-raised py-2 pr-2 pl-4 text-sm text-ink shadow-lg",
              kind === "error" ? "border-danger" : "border-accent",
            )}
          >
            <Icon
              aria-hidden
              className={classes(
                "size-5 shrink-0",
                kind === "error" ? "text-danger" : "text-accent",
              )}
            />
            <ToastContent className="min-w-0 flex-1">
              <Text slot="title">{text}</Text>
            </ToastContent>
            <Button slot="close" variant="bare" size="icon" aria-label={t("close")}>
              <X aria-hidden className="size-4" />
            </Button>
          </Toast>
        );
      }}
    </ToastRegion>
  );
}
