import {
  type CallPermission,
  errorSentence,
  explainCallError,
  isCallsError,
} from "@skale-calls/core";
import { MessageCircleQuestionMark, Phone, TriangleAlert } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatComing } from "../../format/formatComing.ts";
import { formatMoment } from "../../format/formatMoment.ts";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { minute, second, useNow } from "../../ui/useNow.ts";
import type { DialRequest } from "../dial/DialProvider.tsx";
import { useDial } from "../dial/useDial.ts";
import { permissionLooks } from "./permissionLooks.ts";
import { type PermissionView, readPermission } from "./readPermission.ts";

interface PermissionPanelProps {
  request: DialRequest;
  asked: {
    permission: CallPermission;
    error: Error | null;
    request: () => Promise<unknown>;
  };
}

export function PermissionPanel({ request, asked }: PermissionPanelProps) {
  const { t } = useTranslation("phone");
  const language = useLanguage();
  const dial = useDial();
  const section = useRef<HTMLElement>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [hasWaited, setHasWaited] = useState(false);
  const { permission, error } = asked;
  const sent = permission.request;
  const view = readPermission(permission, useNow(isSoon(permission) ? second : minute));
  const { state, mayCall, mayAsk, unanswered } = view;
  const { icon: Icon, colour } = permissionLooks[state];
  if (state === "waiting" && !hasWaited) setHasWaited(true);

  // The server has learnt from a refusal, and the new state says the same as the error, or more.
  const isTold =
    isCallsError(error) &&
    (error.code === "permission_already_granted" ||
      (state === "undelivered" && sent?.error_code === error.code));

  const ask = async () => {
    setIsAsking(true);
    await asked.request();
    setIsAsking(false);
    // The button may be gone.
    section.current?.focus({ preventScroll: true });
  };

  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label={t("permission.title")}
      className="flex flex-col gap-2 rounded-lg bg-canvas px-3 py-2.5 text-sm outline-none"
    >
      <div className="flex items-start gap-2">
        <Icon aria-hidden className={classes("mt-0.5 size-4 shrink-0", colour)} />
        <div className="flex min-w-0 flex-col">
          <p role="status">
            {t(`permission.state.${state}`)}
            {state === "waiting" && sent && <> {t(`permission.delivery.${sent.status}`)}</>}
            {state === "undelivered" && sent?.error_code && (
              <> {explainCallError(sent.error_code, language)}</>
            )}
          </p>
          <Detail view={view} />
        </div>
      </div>
      {mayCall && unanswered > 0 && (
        <p className="flex items-start gap-2 text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t("permission.unanswered", { count: unanswered })}
        </p>
      )}
      {error && !isTold && (
        <p role="alert" className="text-danger">
          {isCallsError(error) ? errorSentence(error.code, language) : t("permission.failed")}
        </p>
      )}
      {mayAsk && (
        // Not `isPending`: its announcement names the button, which is gone when the request is sent.
        <Button
          size="small"
          className="self-start"
          isDisabled={isAsking}
          onPress={() => void ask()}
        >
          <MessageCircleQuestionMark aria-hidden className="size-4 text-accent" />
          {t(sent === null ? "permission.ask" : "permission.askAgain")}
        </Button>
      )}
      {mayCall && hasWaited && (
        <Button size="small" variant="primary" className="self-start" onPress={() => dial(request)}>
          <Phone aria-hidden className="size-4" />
          {t("permission.callNow")}
        </Button>
      )}
    </section>
  );
}

/** True if the seconds count until the permission ends or the next request is possible. */
function isSoon({ expires_at, requests }: CallPermission): boolean {
  const moments = [expires_at, requests.next_at].flatMap((moment) => moment ?? []);
  return moments.some((moment) => Math.abs(Date.parse(moment) - Date.now()) < 2 * minute);
}

/** When the permission ends, or how many requests are left. */
function Detail({ view }: { view: PermissionView }) {
  const { t } = useTranslation("phone");
  const language = useLanguage();
  const { state, endsAt, mayCall, requestsLeft, nextRequestAt } = view;
  const coming = (moment: string) => formatComing(moment, Date.now(), language);
  const moment = endsAt ?? nextRequestAt;
  const title = moment === null ? undefined : formatMoment(moment, "whole", language);
  if (state === "permanent") return null;
  return (
    <p className="text-muted" title={title}>
      {endsAt !== null && t("permission.ends", { when: coming(endsAt) })}
      {!mayCall && requestsLeft > 0 && t("permission.left", { count: requestsLeft })}
      {!mayCall &&
        requestsLeft === 0 &&
        (nextRequestAt === null
          ? t("permission.noneLeft")
          : t("permission.next", { when: coming(nextRequestAt) }))}
    </p>
  );
}
