import { useEffect } from "react";

/** Has the browser ask before the page is closed or loaded again, which would end the call. */
export function useLeaveGuard(isTalking: boolean): void {
  useEffect(() => {
    if (!isTalking) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isTalking]);
}
