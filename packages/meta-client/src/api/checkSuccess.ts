import { MetaError } from "../metaError.ts";

/** Meta documents no 200 with `success: false`. The client treats it as a refusal. */
export function checkSuccess({ success }: { success?: boolean | undefined }): void {
  if (success === false) throw new MetaError("provider_refused", "rejected", { httpStatus: 200 });
}
