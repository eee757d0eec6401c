import { createSoftphone } from "@skale-calls/softphone";
import { createCallService, createSupabaseSignaling } from "@skale-calls/supabase-adapter";
import { createClient } from "@supabase/supabase-js";

/** The acts of a page that sets calls up. Times are milliseconds from the act until the call has audio. */
export interface SetupPage {
  /** Calls the contact. The result comes when the connection for audio is up, before the contact picks up. */
  dial(to: string): Promise<number>;
  /** Resolves when a call rings. */
  ring(): Promise<void>;
  /** Answers the ringing call. The result comes with the first packet of the contact's voice. */
  answer(): Promise<number>;
  hangUp(): Promise<void>;
}

declare global {
  interface Window {
    setupPage: SetupPage;
    /** Resolves when the page's newest connection has received a packet. */
    heardContact(): Promise<void>;
    openSoftphone(options: SoftphonePageOptions): Promise<void>;
  }
}

export interface SoftphonePageOptions {
  apiKey: string;
  email: string;
  password: string;
}

/** Opens a page's softphone as the Calls page does. */
window.openSoftphone = async ({ apiKey, ...agent }) => {
  const url = location.origin;
  const supabase = createClient(url, apiKey);
  const { error } = await supabase.auth.signInWithPassword(agent);
  if (error) throw error;
  const calls = createCallService(supabase, { url, apiKey });
  const softphone = createSoftphone({
    signaling: createSupabaseSignaling(calls),
    iceServers: [],
    fetchIceServers: calls.fetchIceServers,
  });

  /** Resolves when the check holds after a change. */
  const until = (check: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const stop = softphone.on("state", look);
      const stopErrors = softphone.on("error", ({ error }) => {
        end();
        reject(error);
      });
      const timer = setInterval(look, 1);
      function end() {
        stop();
        stopErrors();
        clearInterval(timer);
      }
      function look() {
        if (!check()) return;
        end();
        resolve();
      }
      look();
    });

  window.setupPage = {
    async dial(to) {
      const start = performance.now();
      const call = softphone.dial({ to });
      await until(() => call.state.hasMedia);
      return performance.now() - start;
    },
    ring: () => until(() => softphone.state.calls.some(({ state }) => state.phase === "ringing")),
    async answer() {
      const [call] = softphone.state.calls;
      const start = performance.now();
      void call?.answer();
      await window.heardContact();
      return performance.now() - start;
    },
    async hangUp() {
      await softphone.state.current?.hangUp();
    },
  };
};
