import { useEffect, useState } from "react";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const storageKey = "theme";
const isTheme = (value: string | null): value is Theme => themes.some((theme) => theme === value);

/** The theme chosen, kept in this browser, and put on the document. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => {
    const stored = localStorage.getItem(storageKey);
    return isTheme(stored) ? stored : "system";
  });
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const show = () => {
      const isDark = theme === "dark" || (theme === "system" && system.matches);
      document.documentElement.dataset.theme = isDark ? "dark" : "light";
    };
    show();
    localStorage.setItem(storageKey, theme);
    system.addEventListener("change", show);
    return () => system.removeEventListener("change", show);
  }, [theme]);
  return [theme, setTheme];
}
