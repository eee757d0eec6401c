import { Link, Outlet } from "@tanstack/react-router";
import { CircleUserRound, PhoneCall } from "lucide-react";
import { useTranslation } from "react-i18next";
import { CallDetail } from "../call/CallDetail.tsx";
import { LiveStatus } from "../data/LiveStatus.tsx";
import { cleanText } from "../format/cleanText.ts";
import { AvailabilityBanner } from "../phone/AvailabilityBanner.tsx";
import { PhonePanel } from "../phone/PhonePanel.tsx";
import { usePhone } from "../phone/PhoneProvider.tsx";
import { Preferences } from "../preferences/Preferences.tsx";
import { useServices } from "../services.ts";
import { useSession } from "../session/SessionProvider.tsx";
import { useAgent } from "../session/useAgent.ts";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { MenuButton } from "../ui/MenuButton.tsx";

const sections = [
  { to: "/", name: "history" },
  { to: "/overview", name: "overview" },
] as const;

export function AppLayout() {
  const { t } = useTranslation();
  const { supabase } = useServices();
  const { data: agent } = useAgent();
  const { user } = useSession();
  const phone = usePhone();
  const name = cleanText(agent?.full_name ?? "");
  const signOut = async () => {
    // Hangs up while there is still a session, because otherwise the customer would wait in silence.
    await phone.state.current?.hangUp();
    await supabase.auth.signOut({ scope: "local" });
  };
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-lg focus:bg-surface focus:px-3 focus:py-2"
      >
        {t("skipToContent")}
      </a>
      <header className="sticky top-0 z-20 flex flex-wrap items-center gap-x-4 border-b border-line bg-surface px-3 sm:px-5">
        <span className="hidden items-center gap-2 py-2 sm:flex">
          <span className="grid size-9 place-items-center rounded-xl bg-accent text-accent-ink">
            <PhoneCall aria-hidden className="size-5" />
          </span>
          <span className="leading-tight">
            <span className="block font-semibold">{t("title")}</span>
            {agent?.branchName && (
              <span className="block text-xs text-muted">{agent.branchName}</span>
            )}
          </span>
        </span>
        <nav aria-label={t("sections")} className="flex self-stretch">
          {sections.map(({ to, name }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: true, includeSearch: false }}
              className="flex items-center border-b-2 px-3 py-3 text-sm font-medium"
              activeProps={{ className: "border-accent text-accent" }}
              inactiveProps={{ className: "border-transparent text-muted hover:text-ink" }}
            >
              {t(name)}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center">
          <LiveStatus />
          <Preferences />
          <MenuButton
            label={name === "" ? t("account") : `${t("account")}: ${name}`}
            icon={<CircleUserRound aria-hidden className="size-5" />}
            options={[{ value: "signOut", name: t("signOut") }]}
            onChoose={() => void signOut()}
          >
            <div className="flex flex-col border-b border-line px-3 py-2 text-sm text-ink">
              {name !== "" && <bdi className="font-medium wrap-anywhere">{name}</bdi>}
              <span className="text-xs wrap-anywhere text-muted">{user.email}</span>
              {agent?.branchName && <bdi className="text-xs text-muted">{agent.branchName}</bdi>}
            </div>
          </MenuButton>
        </div>
      </header>
      <div className="flex flex-1 flex-col items-stretch lg:flex-row">
        <main
          id="content"
          tabIndex={-1}
          className="min-w-0 flex-1 p-2 outline-none sm:px-5 sm:py-3"
        >
          {agent && agent.branch_id === null && <ErrorMessage>{t("noBranch")}</ErrorMessage>}
          <div role="status" className="not-empty:mb-3">
            <AvailabilityBanner kind="limits" />
          </div>
          <Outlet />
        </main>
        <PhonePanel />
      </div>
      <CallDetail />
    </div>
  );
}
