import { type CallService, createCallService } from "@skale-calls/supabase-adapter";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { createContext, useContext } from "react";
import type { Config } from "./config/readConfig.ts";
import { createLeadReader, type LeadReader } from "./leads/createLeadReader.ts";

/** The services that connect the page to its servers. */
export interface Services {
  config: Config;
  supabase: SupabaseClient;
  calls: CallService;
  leads: LeadReader;
}

export function createServices(config: Config): Services {
  const supabase = createClient(config.supabaseUrl, config.publishableKey);
  const { realtime } = config;
  return {
    config,
    supabase,
    leads: createLeadReader(supabase, config.defaultCountry),
    // A client without a `channel` method cannot subscribe, so the call service polls.
    calls: createCallService(
      realtime
        ? supabase
        : {
            from: (table: string) => supabase.from(table),
            rpc: supabase.rpc.bind(supabase),
            auth: supabase.auth,
          },
      { url: config.supabaseUrl, apiKey: config.publishableKey },
    ),
  };
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error("useServices needs a ServicesContext above it.");
  return services;
}
