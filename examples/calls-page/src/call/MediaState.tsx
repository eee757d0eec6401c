import { type CallMedia, errorSentence, isErrorCode, retriableMedia } from "@skale-calls/core";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage.ts";
import { Button } from "../ui/Button.tsx";
import type { useCallMedia } from "./useCallMedia.ts";

/** A file that could not be stored so far, or never. */
const isTroubled = ({ status, error_code }: CallMedia) =>
  retriableMedia.includes(status) && (status !== "pending" || error_code !== null);

/** Shows which files could not be stored and why, and lets the agent try again. Nothing while all is well. */
export function MediaState({ media, archive }: ReturnType<typeof useCallMedia>) {
  const { t } = useTranslation(["call", "common"]);
  const language = useLanguage();
  const troubled = media.filter(isTroubled);
  if (troubled.length === 0) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-lg border border-line px-4 py-3 text-sm"
    >
      <ul className="min-w-0 flex-1">
        {troubled.map(({ kind, status, error_code }) => (
          <li key={kind}>
            {t(`notStored.${kind}`)}{" "}
            <span className="text-muted">
              {status === "expired"
                ? t("notStored.expired")
                : error_code !== null &&
                  isErrorCode(error_code) &&
                  errorSentence(error_code, language)}
            </span>
          </li>
        ))}
        {archive.isError && <li className="text-danger">{t("notStored.retryFailed")}</li>}
      </ul>
      <Button size="small" isPending={archive.isPending} onPress={() => archive.mutate()}>
        {t("common:retry")}
      </Button>
    </div>
  );
}
