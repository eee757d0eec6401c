import { Languages, Moon, Sun, SunMoon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { changeLanguage, languageNames, languages } from "../i18n/i18n.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { MenuButton } from "../ui/MenuButton.tsx";
import { type Theme, themes, useTheme } from "./useTheme.ts";

const themeLooks = {
  system: { icon: SunMoon, name: "themeSystem" },
  light: { icon: Sun, name: "themeLight" },
  dark: { icon: Moon, name: "themeDark" },
} as const satisfies Record<Theme, object>;

/** The menus for language and theme. */
export function Preferences() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [theme, setTheme] = useTheme();
  const Icon = themeLooks[theme].icon;
  return (
    <div className="flex">
      <MenuButton
        label={t("language")}
        icon={<Languages aria-hidden className="size-5" />}
        options={languages.map((value) => ({ value, name: languageNames[value] }))}
        value={language}
        onChoose={changeLanguage}
      />
      <MenuButton
        label={t("theme")}
        icon={<Icon aria-hidden className="size-5" />}
        options={themes.map((value) => ({ value, name: t(themeLooks[value].name) }))}
        value={theme}
        onChoose={setTheme}
      />
    </div>
  );
}
