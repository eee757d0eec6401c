import type { ListedCall } from "@skale-calls/supabase-adapter";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";

/** The maximum number of letters that two lines can show. */
const shownLetters = 200;

/** The beginning of a call's notes. A click shows the complete notes and does not follow the row's link. */
export function NotesCell({ call: { notes } }: { call: ListedCall }) {
  const { t } = useTranslation("call");
  const text = notes?.trim() ?? "";
  if (text === "") return null;
  return (
    <DialogTrigger>
      <Button className="relative -ml-1 line-clamp-1 w-full cursor-pointer rounded px-1 py-0.5 text-left leading-5 wrap-anywhere hover:bg-line/60 hover:text-ink @min-[43rem]:line-clamp-2">
        <span className="sr-only">{t("notes")}: </span>
        <bdi>{text.slice(0, shownLetters)}</bdi>
      </Button>
      <Popover className="max-w-[min(28rem,calc(100vw-1.5rem))] rounded-xl border border-line bg-raised text-ink shadow-lg">
        <Dialog aria-label={t("notes")} className="max-h-[60dvh] overflow-y-auto p-3 outline-none">
          <p dir="auto" className="text-sm wrap-anywhere whitespace-pre-wrap">
            {text}
          </p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
