import { SoftphoneError, type SoftphoneErrorCode } from "../errors/softphoneError.ts";

/** The code for each name of an error that `getUserMedia` throws (Media Capture and Streams, 10.2). */
const meanings: Readonly<Record<string, SoftphoneErrorCode>> = {
  NotAllowedError: "microphone_denied",
  SecurityError: "microphone_denied",
  NotFoundError: "microphone_missing",
  OverconstrainedError: "microphone_missing",
  NotReadableError: "microphone_busy",
  AbortError: "microphone_busy",
};

export function microphoneError(cause: unknown): SoftphoneError {
  const name = cause instanceof Error ? cause.name : "";
  return new SoftphoneError(meanings[name] ?? "microphone_failed", { cause });
}
