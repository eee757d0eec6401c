import { useEffect } from "react";
import { storedTheme, useStored } from "./stored.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const isTheme = (value: string | null): value is Theme => themes.some((theme) => theme === value);

/** The chosen theme, stored in this browser and applied to the document. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const stored = useStored(storedTheme);
  const theme = isTheme(stored) ? stored : "system";
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const show = () => {
      const isDark = theme === "dark" || (theme === "system" && system.matches);
      document.documentElement.dataset.theme = isDark ? "dark" : "light";
    };
    show();
    system.addEventListener("change", show);
    return () => system.removeEventListener("change", show);
  }, [theme]);
  return [theme, storedTheme.set];
}
