import { createSoftphone, type Softphone } from "@skale-calls/softphone";
import { createSupabaseSignaling } from "@skale-calls/supabase-adapter";
import { createContext, useContext, useEffect, useState } from "react";
import { useServices } from "../services.ts";
import { DialProvider } from "./dial/DialProvider.tsx";

const SoftphoneContext = createContext<Softphone | null>(null);

/** The softphone of the signed-in agent. */
export function usePhone(): Softphone {
  const softphone = useContext(SoftphoneContext);
  if (!softphone) throw new Error("usePhone needs a PhoneProvider above it.");
  return softphone;
}

/** Provides the softphone while it is mounted, and hangs up when it unmounts. */
export function PhoneProvider({ children }: { children: React.ReactNode }) {
  const { config, calls } = useServices();
  const [softphone, setSoftphone] = useState<Softphone | null>(null);

  useEffect(() => {
    const created = createSoftphone({
      signaling: createSupabaseSignaling(calls),
      iceServers: config.iceServers,
      fetchIceServers: calls.fetchIceServers,
    });
    setSoftphone(created);
    return () => {
      setSoftphone(null);
      void created.close();
    };
  }, [config, calls]);

  if (!softphone) return null;
  return (
    <SoftphoneContext value={softphone}>
      <DialProvider softphone={softphone}>{children}</DialProvider>
    </SoftphoneContext>
  );
}
