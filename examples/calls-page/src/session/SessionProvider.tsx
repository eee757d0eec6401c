import type { Session } from "@supabase/supabase-js";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState } from "react";
import { useServices } from "../services.ts";
import { Spinner } from "../ui/Spinner.tsx";
import { SignInPage } from "./SignInPage.tsx";

const SessionContext = createContext<Session | null>(null);

/** Returns the session of the signed-in agent. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession needs a SessionProvider above it.");
  return session;
}

/** Shows its children to signed-in agents, and the sign-in form to everyone else. */
export function SessionProvider({ children }: { children: React.ReactNode }) {
  const { supabase } = useServices();
  const queryClient = useQueryClient();
  const [session, setSession] = useState<Session | null | undefined>(undefined);

  useEffect(() => {
    let userId: string | undefined;
    // The listener also receives the current session at once.
    const { data } = supabase.auth.onAuthStateChange((_event, next) => {
      // The next agent must not see the data of the previous one.
      if (next?.user.id !== userId) queryClient.clear();
      userId = next?.user.id;
      setSession(next);
    });
    return () => data.subscription.unsubscribe();
  }, [supabase, queryClient]);

  if (session === undefined) {
    return (
      <main className="grid min-h-dvh place-items-center">
        <Spinner />
      </main>
    );
  }
  if (session === null) return <SignInPage />;
  return (
    <SessionContext key={session.user.id} value={session}>
      {children}
    </SessionContext>
  );
}
