import { isAuthApiError } from "@supabase/supabase-js";
import { useMutation } from "@tanstack/react-query";
import { PhoneCall } from "lucide-react";
import { Form } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Preferences } from "../preferences/Preferences.tsx";
import { useServices } from "../services.ts";
import { Button } from "../ui/Button.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { TextField } from "../ui/TextField.tsx";

export function SignInPage() {
  const { t } = useTranslation();
  const { supabase } = useServices();
  const signIn = useMutation({
    async mutationFn(credentials: { email: string; password: string }) {
      const { error } = await supabase.auth.signInWithPassword(credentials);
      if (error) throw error;
    },
  });
  const isRefused = isAuthApiError(signIn.error) && signIn.error.status < 500;

  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex justify-end p-3">
        <Preferences />
      </header>
      <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center gap-6 p-6 pb-32">
        <div className="flex items-center gap-3">
          <span className="grid size-12 place-items-center rounded-2xl bg-accent text-accent-ink">
            <PhoneCall aria-hidden className="size-6" />
          </span>
          <h1 className="text-2xl font-semibold">{t("title")}</h1>
        </div>
        <Form
          className="flex flex-col gap-4 rounded-2xl border border-line bg-surface p-6"
          onSubmit={(event) => {
            event.preventDefault();
            if (signIn.isPending) return;
            const form = new FormData(event.currentTarget);
            signIn.mutate({
              email: String(form.get("email")),
              password: String(form.get("password")),
            });
          }}
        >
          {signIn.error && (
            <ErrorMessage>{t(isRefused ? "wrongCredentials" : "signInFailed")}</ErrorMessage>
          )}
          <TextField
            name="email"
            type="email"
            label={t("email")}
            autoComplete="username"
            isRequired
          />
          <TextField
            name="password"
            type="password"
            label={t("password")}
            autoComplete="current-password"
            isRequired
          />
          <Button type="submit" variant="primary" size="large">
            {signIn.isPending ? t("signingIn") : t("signIn")}
          </Button>
        </Form>
      </main>
    </div>
  );
}
