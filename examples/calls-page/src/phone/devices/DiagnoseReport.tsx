import type { Check, Diagnosis } from "@skale-calls/softphone";
import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CircleMinus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { ErrorMessage } from "../../ui/ErrorMessage.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { usePhone } from "../PhoneProvider.tsx";
import { DeviceSelects } from "./DeviceSelects.tsx";

/** Tests the agent's equipment as soon as it is mounted. */
export function DiagnoseReport() {
  const { t } = useTranslation("phone");
  const softphone = usePhone();
  const { data, isFetching, isError, refetch } = useQuery({
    queryKey: ["diagnosis"],
    queryFn: () => softphone.diagnose(),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-muted">{t("diagnoseIntro")}</p>
      {isFetching ? (
        <Spinner label={t("diagnoseRunning")} />
      ) : (
        <>
          {isError && <ErrorMessage>{t("diagnoseFailed")}</ErrorMessage>}
          {data && <Results diagnosis={data} />}
          <Button onPress={() => void refetch()}>{t("diagnoseAgain")}</Button>
        </>
      )}
      <DeviceSelects />
    </div>
  );
}

function Results({ diagnosis }: { diagnosis: Diagnosis }) {
  const { t } = useTranslation("phone");
  return (
    <>
      <p
        role="status"
        className={classes("font-medium", diagnosis.ok ? "text-accent" : "text-danger")}
      >
        {t(diagnosis.ok ? "diagnoseFine" : "diagnoseBad")}
      </p>
      <ul className="flex flex-col divide-y divide-line">
        {diagnosis.checks.map((check) => (
          <Result key={check.name} check={check} />
        ))}
      </ul>
    </>
  );
}

const looks = {
  fine: { icon: CircleCheck, color: "text-accent" },
  failed: { icon: CircleAlert, color: "text-danger" },
  unknown: { icon: CircleMinus, color: "text-muted" },
} as const;

function Result({ check: { name, ok, detail } }: { check: Check }) {
  const { t } = useTranslation("phone");
  const language = useLanguage();
  const result = ok === null ? "unknown" : ok ? "fine" : "failed";
  const { icon: Icon, color } = looks[result];
  return (
    <li className="flex gap-3 py-2 text-sm">
      <Icon aria-hidden className={classes("size-5 shrink-0", color)} />
      <div className="min-w-0">
        <p className="font-medium">
          {t(`check.${name}`)}: <span className={color}>{t(`checkResult.${result}`)}</span>
        </p>
        <p className="text-muted">{detail[language]}</p>
      </div>
    </li>
  );
}
