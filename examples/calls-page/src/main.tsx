import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { readConfig } from "./config/readConfig.ts";
import { CallListProvider } from "./data/CallListProvider.tsx";
import { i18n } from "./i18n/i18n.ts";
import { useLanguage } from "./i18n/useLanguage.ts";
import { PhoneProvider } from "./phone/PhoneProvider.tsx";
import { router } from "./router.tsx";
import { createServices, type Services, ServicesContext } from "./services.ts";
import { SessionProvider } from "./session/SessionProvider.tsx";
import { ErrorMessage } from "./ui/ErrorMessage.tsx";
import { Toaster } from "./ui/Toaster.tsx";
import "./styles.css";

const queryClient = new QueryClient();

function App({ services }: { services: Services }) {
  const language = useLanguage();
  return (
    <I18nProvider locale={language}>
      <QueryClientProvider client={queryClient}>
        <ServicesContext value={services}>
          <SessionProvider>
            <CallListProvider>
              <PhoneProvider>
                <RouterProvider router={router} />
              </PhoneProvider>
            </CallListProvider>
          </SessionProvider>
        </ServicesContext>
        <Toaster />
      </QueryClientProvider>
    </I18nProvider>
  );
}

const root = createRoot(document.getElementById("root") as HTMLElement);
readConfig(`${import.meta.env.BASE_URL}config.json`).then(
  (config) =>
    root.render(
      <StrictMode>
        <App services={createServices(config)} />
      </StrictMode>,
    ),
  (error: Error) =>
    root.render(
      <main className="mx-auto max-w-xl p-6">
        <ErrorMessage onRetry={() => location.reload()}>
          {i18n.t("configFailed")} {error.message}
        </ErrorMessage>
      </main>,
    ),
);
