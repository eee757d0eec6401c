import { asSoftphoneError } from "../errors/meanings.ts";
import type { Sentence } from "../errors/sentences.ts";
import type { Clock } from "../lib/clock.ts";
import type { Media } from "../media/media.ts";
import { gatherCandidates } from "../peer/gatherCandidates.ts";
import type { CreatePeerConnection, IceServer, PeerConfiguration } from "../peer/peerConnection.ts";
import { readSdp, type SdpFacts } from "../sdp/readSdp.ts";

export type CheckName = "permissions_policy" | "microphone" | "codec" | "stun" | "turn";

export interface Check {
  name: CheckName;
  /** Null: it could not be told, or is not set up. */
  ok: boolean | null;
  detail: Sentence;
}

export interface Diagnosis {
  /** False when a check failed without which there are no calls. */
  ok: boolean;
  checks: Check[];
}

interface DiagnoseOptions {
  media: Media;
  createConnection: CreatePeerConnection;
  iceServers: IceServer[];
  clock: Clock;
  /** Whether the page may use the microphone at all; null: the browser does not say. */
  isMicrophoneAllowed?(): boolean | null;
}

/** Without STUN, calls work where the network lets UDP out; WhatsApp's side is public. */
const optional: readonly CheckName[] = ["stun", "turn"];
const gatheringCap = 5000;

/** Whether this machine can call: each check says in words what was found. */
export async function diagnose({
  media,
  createConnection,
  iceServers,
  clock,
  isMicrophoneAllowed = askPermissionsPolicy,
}: DiagnoseOptions): Promise<Diagnosis> {
  const policy = checkPolicy(isMicrophoneAllowed());
  let track: MediaStreamTrack | undefined;
  let microphone: Check;
  try {
    track = await media.openMicrophone();
    microphone = found("microphone", true, {
      es: `El micrófono funciona: ${track.label || "sin nombre"}.`,
      en: `The microphone works: ${track.label || "no name"}.`,
    });
  } catch (error) {
    microphone = found("microphone", false, asSoftphoneError(error).sentence);
  }
  const gather = (configuration: PeerConfiguration) =>
    gatherFacts(createConnection, configuration, clock, track);
  const [direct, relayed] = await Promise.all([
    gather({ iceServers }).catch(() => null),
    hasServer(iceServers, "turn")
      ? gather({ iceServers, iceTransportPolicy: "relay" }).catch(() => null)
      : undefined,
  ]);
  track?.stop();
  const checks = [
    policy,
    microphone,
    checkCodec(direct),
    checkStun(direct, hasServer(iceServers, "stun")),
    checkTurn(relayed),
  ];
  return {
    ok: checks.every(({ name, ok }) => ok !== false || optional.includes(name)),
    checks,
  };
}

function found(name: CheckName, ok: boolean | null, detail: Sentence): Check {
  return { name, ok, detail };
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
    await gatherCandidates(connection, { clock, cap: gatheringCap });
    return readSdp(connection.localDescription?.sdp ?? sdp);
  } finally {
    connection.close();
  }
}

function hasServer(iceServers: readonly IceServer[], scheme: "stun" | "turn"): boolean {
  return iceServers.some(({ urls }) => [urls].flat().some((url) => url.startsWith(scheme)));
}

/** Permissions Policy: an iframe needs `allow="microphone"`. */
function askPermissionsPolicy(): boolean | null {
  if (typeof document === "undefined") return null;
  const { featurePolicy } = document as Document & {
    featurePolicy?: { allowsFeature(name: string): boolean };
  };
  return featurePolicy?.allowsFeature("microphone") ?? null;
}

function checkPolicy(isAllowed: boolean | null): Check {
  if (isAllowed === null) {
    return found("permissions_policy", null, {
      es: "El navegador no dice si la página permite el micrófono.",
      en: "The browser does not say whether the page allows the microphone.",
    });
  }
  return isAllowed
    ? found("permissions_policy", true, {
        es: "La página permite el micrófono.",
        en: "The page allows the microphone.",
      })
    : found("permissions_policy", false, {
        es: 'La página prohíbe el micrófono: falta allow="microphone" o la cabecera Permissions-Policy.',
        en: 'The page forbids the microphone: allow="microphone" or the Permissions-Policy header is missing.',
      });
}

function checkCodec(facts: SdpFacts | null): Check {
  if (!facts) {
    return found("codec", false, {
      es: "El navegador no puede crear una conexión WebRTC.",
      en: "The browser cannot create a WebRTC connection.",
    });
  }
  if (!facts.hasOpus) {
    return found("codec", false, {
      es: "El navegador no tiene el códec Opus.",
      en: "The browser has no Opus codec.",
    });
  }
  return facts.hasDtmf
    ? found("codec", true, { es: "Opus y tonos de teclado.", en: "Opus and keypad tones." })
    : found("codec", true, {
        es: "Opus, pero sin tonos de teclado.",
        en: "Opus, but no keypad tones.",
      });
}

function checkStun(facts: SdpFacts | null, isConfigured: boolean): Check {
  if (!isConfigured) {
    return found("stun", null, {
      es: "No hay servidor STUN configurado.",
      en: "No STUN server is configured.",
    });
  }
  return facts?.candidateTypes.includes("srflx")
    ? found("stun", true, {
        es: "La red deja salir UDP: se encontró la dirección pública.",
        en: "The network lets UDP out: the public address was found.",
      })
    : found("stun", false, {
        es: "El servidor STUN no respondió: quizá un cortafuegos bloquea UDP. Haría falta un servidor TURN.",
        en: "The STUN server did not answer: a firewall may block UDP. A TURN server would be needed.",
      });
}

/** Undefined: none is configured. */
function checkTurn(facts: SdpFacts | null | undefined): Check {
  if (facts === undefined) {
    return found("turn", null, {
      es: "No hay servidor TURN configurado.",
      en: "No TURN server is configured.",
    });
  }
  return facts?.candidateTypes.includes("relay")
    ? found("turn", true, { es: "El servidor TURN responde.", en: "The TURN server answers." })
    : found("turn", false, {
        es: "No se llega al servidor TURN. Revisa su dirección y sus credenciales.",
        en: "The TURN server cannot be reached. Check its address and credentials.",
      });
}
