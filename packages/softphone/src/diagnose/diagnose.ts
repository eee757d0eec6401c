import type { IceServer } from "@skale-calls/core";
import { asSoftphoneError } from "../errors/meanings.ts";
import { isOwnCode, ownSentences } from "../errors/sentences.ts";
import { spanishSentences } from "../errors/spanishSentences.ts";
import type { Clock } from "../lib/clock.ts";
import type { Media } from "../media/media.ts";
import { gatherCandidates } from "../peer/gatherCandidates.ts";
import type { CreatePeerConnection, PeerConfiguration } from "../peer/peerConnection.ts";
import { readSdp, type SdpFacts } from "../sdp/readSdp.ts";

/** A sentence for the agent, in each language. */
export interface Sentence {
  es: string;
  en: string;
}

export type CheckName = "permissions_policy" | "microphone" | "codec" | "dtmf" | "stun" | "turn";

export interface Check {
  name: CheckName;
  /** Null if the check was not possible, or if no server of this kind is configured. */
  ok: boolean | null;
  detail: Sentence;
}

export interface Diagnosis {
  /** False if a check that calls require has failed. */
  ok: boolean;
  checks: Check[];
}

interface DiagnoseOptions {
  media: Media;
  createConnection: CreatePeerConnection;
  iceServers: IceServer[];
  clock: Clock;
  /** True if the page may use the microphone; null if the browser does not say. */
  isMicrophoneAllowed?(): boolean | null;
}

/** The checks that may fail. Without STUN, calls work if outgoing UDP is allowed, because WhatsApp's addresses are public. */
const optional: readonly CheckName[] = ["dtmf", "stun", "turn"];
const gatheringCap = 5000;

/** Checks whether this machine can make calls. A sentence explains the result of each check. */
export async function diagnose({
  media,
  createConnection,
  iceServers,
  clock,
  isMicrophoneAllowed = askPermissionsPolicy,
}: DiagnoseOptions): Promise<Diagnosis> {
  let track: MediaStreamTrack | undefined;
  let microphone: Check;
  try {
    track = await media.openMicrophone();
    const name = track.label;
    microphone = {
      name: "microphone",
      ok: true,
      detail: { es: `El micrófono funciona: ${name}.`, en: `The microphone works: ${name}.` },
    };
  } catch (error) {
    const { code } = asSoftphoneError(error);
    const own = isOwnCode(code) ? code : "microphone_failed";
    const detail = { es: spanishSentences[own], en: ownSentences[own] };
    microphone = { name: "microphone", ok: false, detail };
  }
  const gather = (configuration: PeerConfiguration) =>
    gatherFacts(createConnection, configuration, clock, track).catch(() => null);
  const [hasStun, hasTurn] = [hasServer(iceServers, "stun"), hasServer(iceServers, "turn")];
  const [direct, relayed] = await Promise.all([
    gather({ iceServers }),
    hasTurn ? gather({ iceServers, iceTransportPolicy: "relay" }) : null,
  ]);
  track?.stop();
  const finds = (facts: SdpFacts | null, type: string) =>
    facts?.candidateTypes.includes(type) ?? false;
  const checks = [
    report("permissions_policy", isMicrophoneAllowed()),
    microphone,
    report("codec", direct?.hasOpus ?? false),
    report("dtmf", direct?.hasDtmf ?? false),
    report("stun", hasStun ? finds(direct, "srflx") : null),
    report("turn", hasTurn ? finds(relayed, "relay") : null),
  ];
  return {
    ok: checks.every(({ name, ok }) => ok !== false || optional.includes(name)),
    checks,
  };
}

/** For each check: the sentences if it passed, if it failed, and if it was not possible. */
const details: Record<Exclude<CheckName, "microphone">, [Sentence, Sentence, Sentence?]> = {
  permissions_policy: [
    { es: "La página permite el micrófono.", en: "The page allows the microphone." },
    {
      es: 'La página prohíbe el micrófono: falta allow="microphone" o Permissions-Policy.',
      en: 'The page forbids the microphone: allow="microphone" or Permissions-Policy is missing.',
    },
    {
      es: "El navegador no dice si la página permite el micrófono.",
      en: "The browser does not say whether the page allows the microphone.",
    },
  ],
  codec: [
    { es: "El navegador tiene WebRTC y Opus.", en: "The browser has WebRTC and Opus." },
    { es: "El navegador no tiene WebRTC u Opus.", en: "The browser lacks WebRTC or Opus." },
  ],
  dtmf: [
    { es: "Hay tonos de teclado.", en: "There are keypad tones." },
    { es: "No hay tonos de teclado.", en: "There are no keypad tones." },
  ],
  stun: [
    {
      es: "La red deja salir UDP: se encontró la dirección pública.",
      en: "The network allows outgoing UDP: the public address was found.",
    },
    {
      es: "El servidor STUN no respondió: si un cortafuegos bloquea UDP, hace falta TURN.",
      en: "The STUN server did not answer: if a firewall blocks UDP, TURN is needed.",
    },
    { es: "No hay servidor STUN configurado.", en: "No STUN server is configured." },
  ],
  turn: [
    { es: "El servidor TURN responde.", en: "The TURN server answers." },
    {
      es: "No se llega al servidor TURN. Revisa su dirección y sus credenciales.",
      en: "The TURN server cannot be reached. Check its address and credentials.",
    },
    { es: "No hay servidor TURN configurado.", en: "No TURN server is configured." },
  ],
};

function report(name: keyof typeof details, ok: boolean | null): Check {
  const [fine, failed, unknown = failed] = details[name];
  return { name, ok, detail: ok === null ? unknown : ok ? fine : failed };
}

async function gatherFacts(
  createConnection: CreatePeerConnection,
  configuration: PeerConfiguration,
  clock: Clock,
  track: MediaStreamTrack | undefined,
): Promise<SdpFacts> {
  const connection = createConnection(configuration);
  try {
    if (track) connection.addTrack(track);
    else connection.addTransceiver("audio");
    const { sdp = "" } = await connection.createOffer();
    await connection.setLocalDescription({ type: "offer", sdp });
    await gatherCandidates(connection, { clock, cap: gatheringCap, until: "all" });
    return readSdp(connection.localDescription?.sdp ?? sdp);
  } finally {
    connection.close();
  }
}

function hasServer(iceServers: readonly IceServer[], scheme: "stun" | "turn"): boolean {
  return iceServers.some(({ urls }) => [urls].flat().some((url) => url.startsWith(scheme)));
}

/** Asks whether the page's Permissions Policy allows the microphone. An iframe needs `allow="microphone"`. */
function askPermissionsPolicy(): boolean | null {
  if (typeof document === "undefined") return null;
  const { featurePolicy } = document as Document & {
    featurePolicy?: { allowsFeature(name: string): boolean };
  };
  return featurePolicy?.allowsFeature("microphone") ?? null;
}
