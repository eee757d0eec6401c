import {
  type CallDirection,
  callDirections,
  isCallsError,
  type TerminalStatus,
  terminalStatuses,
  textLengths,
} from "@skale-calls/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form, Label, Radio, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useCallList } from "../../data/CallListProvider.tsx";
import { formatPhone } from "../../format/formatPhone.ts";
import { useLanguage } from "../../i18n/useLanguage.ts";
import { LeadField } from "../../leads/LeadField.tsx";
import type { Lead } from "../../leads/lead.ts";
import { useServices } from "../../services.ts";
import { Button } from "../../ui/Button.tsx";
import { ErrorMessage } from "../../ui/ErrorMessage.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { showToast } from "../../ui/toasts.ts";
import { describeProblem } from "./describeProblem.ts";
import { readPhone } from "./readPhone.ts";

/** The form that logs a call that was made elsewhere. */
export function LogCallForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation(["phone", "call", "common"]);
  const language = useLanguage();
  const { calls, config } = useServices();
  const queryClient = useQueryClient();
  const list = useCallList();
  // Each opened form has one id, so that repeated requests log only one call.
  const [id] = useState(() => crypto.randomUUID());
  const [text, setText] = useState("");
  const [lead, setLead] = useState<Lead | null>(null);
  const [direction, setDirection] = useState<CallDirection>("saliente");
  const [status, setStatus] = useState<TerminalStatus>("completada");
  const [notes, setNotes] = useState("");
  const [isTried, setIsTried] = useState(false);
  const { phone, problem } = readPhone(text, config.defaultCountry);

  const key = ["log-call", id];
  const log = useMutation({
    mutationKey: key,
    async mutationFn() {
      try {
        const call = await calls.logCall({
          id,
          direction,
          status,
          contactPhone: phone,
          contactName: lead?.full_name ?? null,
          leadId: lead?.id ?? null,
          notes: notes.trim() || null,
        });
        list.apply([{ call, kind: "inserted" }]);
      } catch (error) {
        // A previous request succeeded, but its response was lost.
        if (!isCallsError(error) || error.code !== "call_id_taken") throw error;
      }
    },
    onSuccess() {
      showToast({ kind: "success", text: t("logDone") });
      onDone();
    },
  });
  const send = () => {
    setIsTried(true);
    // This is checked at the moment of the click, because the second click of a double click comes before the next render.
    const isSending = queryClient.isMutating({ mutationKey: key }) > 0;
    if (phone !== null && !isSending) log.mutate();
  };

  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p className="text-sm text-muted">{t("logIntro")}</p>
      {log.isError && <ErrorMessage>{t("logFailed")}</ErrorMessage>}
      <LeadField
        label={t("logContact")}
        text={text}
        onTextChange={(next) => {
          setText(next);
          setLead(null);
        }}
        onChoose={(chosen) => {
          setText(chosen.phone ? formatPhone(chosen.phone) : "");
          setLead(chosen);
        }}
        onEnter={send}
        needsPhone
        description={lead?.full_name}
        errorMessage={isTried && problem ? describeProblem(problem, language) : undefined}
      />
      <Choice
        label={t("logDirection")}
        value={direction}
        onChange={setDirection}
        options={callDirections.map((value) => [value, t(`call:direction.${value}`)])}
      />
      <Choice
        label={t("logStatus")}
        value={status}
        onChange={setStatus}
        options={terminalStatuses.map((value) => [value, t(`call:status.${value}`)])}
      />
      <TextField
        label={t("logNotes")}
        value={notes}
        onChange={setNotes}
        rows={3}
        maxLength={textLengths.whatsapp_calls.notes.most}
      />
      <Button type="submit" variant="primary" isPending={log.isPending}>
        {t(log.isPending ? "logSaving" : "logSave")}
      </Button>
    </Form>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly (readonly [value: Value, text: string])[];
}

function Choice<Value extends string>({ label, value, onChange, options }: ChoiceProps<Value>) {
  return (
    <RadioGroup
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      className="flex flex-col gap-1"
    >
      <Label className="text-sm font-medium">{label}</Label>
      <div className="grid grid-cols-2 gap-2">
        {options.map(([option, text]) => (
          <Radio
            key={option}
            value={option}
            className="flex min-h-10 cursor-pointer items-center gap-2 rounded-lg border border-field px-3 text-sm data-selected:border-accent data-selected:bg-accent-soft"
          >
            {({ isSelected }) => (
              <>
                <span className="grid size-4 shrink-0 place-items-center rounded-full border border-field">
                  {isSelected && <span className="size-2 rounded-full bg-accent" />}
                </span>
                {text}
              </>
            )}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
