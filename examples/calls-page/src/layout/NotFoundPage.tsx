import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { linkClasses } from "../call/linkClasses.ts";
import { classes } from "../ui/classes.ts";
import { EmptyState } from "../ui/EmptyState.tsx";

/** The page for unknown addresses. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={Compass} title={t("pageNotFound")}>
      <Link to="/" className={classes(linkClasses, "self-center!")}>
        {t("goToHistory")}
      </Link>
    </EmptyState>
  );
}
