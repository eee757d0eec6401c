import { textLengths } from "@skale-calls/core";
import { Check, CircleAlert, LoaderCircle } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useUpdateCall } from "../data/useUpdateCall.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/TextField.tsx";
import { type AutosaveState, createAutosave } from "./createAutosave.ts";

interface NotesFieldProps {
  callId: string;
  notes: string | null;
}

/** The field for a call's notes. It saves the notes during typing. */
export function NotesField({ callId, notes }: NotesFieldProps) {
  return <Notes key={callId} callId={callId} notes={notes} />;
}

const savePause = 800;

function Notes({ callId, notes }: NotesFieldProps) {
  const { t } = useTranslation("call");
  const updateCall = useUpdateCall();
  // The key of the draft: the text that was not yet saved when the agent left the field or the page.
  const draftKey = `notes:${callId}`;
  const [autosave] = useState(() =>
    createAutosave({
      text: notes ?? "",
      delay: savePause,
      async save(text) {
        await updateCall(callId, { notes: text === "" ? null : text });
        if (sessionStorage.getItem(draftKey) === text) sessionStorage.removeItem(draftKey);
      },
    }),
  );
  const { text, status } = useSyncExternalStore(autosave.subscribe, autosave.getState);

  useEffect(() => autosave.sync(notes ?? ""), [autosave, notes]);

  useEffect(() => {
    const draft = sessionStorage.getItem(draftKey);
    if (draft !== null) autosave.change(draft);
  }, [autosave, draftKey]);

  function write(next: string): void {
    sessionStorage.setItem(draftKey, next);
    autosave.change(next);
  }

  useEffect(() => {
    const { flush } = autosave;
    const keepOpen = (event: BeforeUnloadEvent) => {
      const { status } = autosave.getState();
      if (status === "clean" || status === "saved") return;
      flush();
      event.preventDefault();
    };
    window.addEventListener("online", flush);
    window.addEventListener("beforeunload", keepOpen);
    return () => {
      window.removeEventListener("online", flush);
      window.removeEventListener("beforeunload", keepOpen);
      flush();
    };
  }, [autosave]);

  return (
    <div className="flex flex-col gap-1">
      <TextField
        label={t("notes")}
        value={text}
        onChange={write}
        onBlur={autosave.flush}
        placeholder={t("notesPlaceholder")}
        rows={4}
        maxLength={textLengths.whatsapp_calls.notes.most}
      />
      <SaveStatus status={status} onRetry={autosave.flush} />
    </div>
  );
}

function SaveStatus({ status, onRetry }: Pick<AutosaveState, "status"> & { onRetry: () => void }) {
  const { t } = useTranslation(["common", "call"]);
  return (
    <div className="flex min-h-5 items-center gap-2 text-sm">
      <p role="status" className="flex items-center gap-1.5 text-muted">
        {status === "saving" && (
          <>
            <LoaderCircle aria-hidden className="size-4 animate-spin" />
            {t("saving")}
          </>
        )}
        {status === "saved" && (
          <>
            <Check aria-hidden className="size-4 text-accent" />
            {t("saved")}
          </>
        )}
        {status === "failed" && (
          <span className="flex items-center gap-1.5 text-danger">
            <CircleAlert aria-hidden className="size-4 shrink-0" />
            {t("call:notesFailed")}
          </span>
        )}
      </p>
      {status === "failed" && (
        <Button size="small" onPress={onRetry}>
          {t("retry")}
        </Button>
      )}
    </div>
  );
}
