import { useEffect } from "react";
import { useTranslation } from "react-i18next";

const every = 1000;

/** Shows ringing calls in the tab's title, alternating with the page's own title. */
export function useTitleFlash(count: number): void {
  const { t } = useTranslation(["phone", "common"]);
  useEffect(() => {
    if (count === 0) return;
    const [own, ringing] = [t("common:title"), t("titleRinging", { count })];
    let isOwn = false;
    document.title = ringing;
    const timer = setInterval(() => {
      isOwn = !isOwn;
      document.title = isOwn ? own : ringing;
    }, every);
    return () => {
      clearInterval(timer);
      document.title = own;
    };
  }, [count, t]);
}
