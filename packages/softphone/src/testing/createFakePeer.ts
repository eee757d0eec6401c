import type {
  CreatePeerConnection,
  PeerConfiguration,
  PeerConnection,
} from "../peer/peerConnection.ts";
import { asTrack, createFakeTrack, type FakeTrack } from "./createFakeMedia.ts";
import { chromeAnswer, chromeOffer } from "./sdpSamples.ts";

/** An `RTCPeerConnection` whose state the test sets. */
export interface FakePeerConnection extends PeerConnection {
  readonly configuration: PeerConfiguration;
  /** The track that is sent; null: nothing is sent. */
  sending: FakeTrack | null;
  /** The remote descriptions that were applied, in order. */
  readonly remote: { type: string; sdp: string }[];
  /** The candidates of the far end that were added one by one, in order. */
  readonly remoteCandidates: string[];
  /** The keys whose tones have not been sent yet. A browser sends one every 170 ms; here the test removes them. */
  tones: string;
  /** Undefined (as in Firefox): the browser does not say whether it can send DTMF. */
  canInsertDTMF: boolean | undefined;
  readonly statistics: {
    packetsSent: number;
    packetsReceived: number;
    packetsLost: number;
    energyReceived: number;
    /** The level of the microphone. Null (as in Firefox): the statistics do not contain it. */
    inputLevel: number | null;
  };
  setState(state: PeerConnection["connectionState"]): void;
  /** The browser finds its first own address. */
  findCandidate(): void;
  completeGathering(): void;
  /** Adds received packets of the far end, with or without sound. */
  hear(packets: number, options?: { isSilent?: boolean; lost?: number }): void;
}

export interface FakePeer {
  create: CreatePeerConnection;
  /** All created connections, the newest last. */
  readonly connections: FakePeerConnection[];
  /** The error that `create` throws; null: it works. */
  error: Error | null;
  /** The error that `setRemoteDescription` throws; null: it works. */
  remoteError: Error | null;
  /** True (the default): all candidates are found immediately. */
  gathersAtOnce: boolean;
  /** The SDPs that the browser creates. */
  offer: string;
  answer: string;
}

/** Creates a replacement of the browser's `RTCPeerConnection`. */
export function createFakePeer(): FakePeer {
  const fake: FakePeer = {
    connections: [],
    error: null,
    remoteError: null,
    gathersAtOnce: true,
    offer: chromeOffer,
    answer: chromeAnswer,
    create(configuration) {
      if (fake.error) throw fake.error;
      const connection = createConnection(fake, configuration);
      fake.connections.push(connection);
      return connection;
    },
  };
  return fake;
}

function createConnection(fake: FakePeer, configuration: PeerConfiguration): FakePeerConnection {
  const events = new EventTarget();
  let connectionState: PeerConnection["connectionState"] = "new";
  let gathering: PeerConnection["iceGatheringState"] = "new";
  let localDescription: { sdp: string } | null = null;
  /** The lines of the SDP with all candidates. */
  let found: string[] = [];
  const connection: FakePeerConnection = {
    configuration,
    sending: null,
    remote: [],
    remoteCandidates: [],
    tones: "",
    canInsertDTMF: true,
    statistics: {
      packetsSent: 0,
      packetsReceived: 0,
      packetsLost: 0,
      energyReceived: 0,
      inputLevel: 0.25,
    },
    get connectionState() {
      return connectionState;
    },
    get iceGatheringState() {
      return gathering;
    },
    get localDescription() {
      return localDescription;
    },
    addTrack(track) {
      connection.sending = track as unknown as FakeTrack;
      return {
        async replaceTrack(next) {
          connection.sending = next as unknown as FakeTrack | null;
        },
        dtmf: {
          get canInsertDTMF() {
            return connection.canInsertDTMF;
          },
          get toneBuffer() {
            return connection.tones;
          },
          insertDTMF(tones) {
            connection.tones = tones;
          },
        },
      };
    },
    addTransceiver() {},
    createOffer: async () => ({ type: "offer", sdp: fake.offer }),
    createAnswer: async () => ({ type: "answer", sdp: fake.answer }),
    async setLocalDescription({ sdp }) {
      found = sdp.split(/(?<=\n)/);
      localDescription = { sdp: found.filter((line) => !isCandidate(line)).join("") };
      gathering = "gathering";
      if (fake.gathersAtOnce) connection.completeGathering();
    },
    async setRemoteDescription(description) {
      if (fake.remoteError) throw fake.remoteError;
      connection.remote.push(description);
      const event = Object.assign(new Event("track"), { track: asTrack(createFakeTrack("far")) });
      events.dispatchEvent(event);
    },
    async addIceCandidate({ candidate }) {
      connection.remoteCandidates.push(candidate);
    },
    async getStats() {
      const { packetsSent, packetsReceived, packetsLost, energyReceived, inputLevel } =
        connection.statistics;
      return new Map<string, Record<string, unknown>>([
        [
          "source",
          {
            type: "media-source",
            kind: "audio",
            ...(inputLevel !== null && { audioLevel: inputLevel }),
          },
        ],
        ["out", { type: "outbound-rtp", kind: "audio", packetsSent }],
        [
          "in",
          {
            type: "inbound-rtp",
            kind: "audio",
            packetsReceived,
            packetsLost,
            totalAudioEnergy: energyReceived,
            audioLevel: energyReceived > 1e-6 ? 0.5 : 0,
            jitter: 0.004,
          },
        ],
        ["remote", { type: "remote-inbound-rtp", kind: "audio", roundTripTime: 0.08 }],
      ]);
    },
    addEventListener(type: string, listener: never) {
      events.addEventListener(type, listener);
    },
    close() {
      connectionState = "closed";
    },
    setState(state) {
      if (connectionState === "closed") return;
      connectionState = state;
      events.dispatchEvent(new Event("connectionstatechange"));
    },
    findCandidate() {
      const [first] = found.filter(isCandidate);
      const kept = found.filter((line) => !isCandidate(line) || line === first);
      localDescription = { sdp: kept.join("") };
      events.dispatchEvent(new Event("icecandidate"));
    },
    completeGathering() {
      gathering = "complete";
      localDescription = { sdp: found.join("") };
      events.dispatchEvent(new Event("icegatheringstatechange"));
    },
    hear(packets, { isSilent = false, lost = 0 } = {}) {
      connection.statistics.packetsReceived += packets;
      connection.statistics.packetsLost += lost;
      // In Chrome, silence has a little energy too.
      connection.statistics.energyReceived += packets * (isSilent ? 3e-11 : 1e-3);
    },
  };
  return connection;
}

const isCandidate = (line: string) => /^a=(candidate:|end-of-candidates)/.test(line);
