/**
 * Runs in a page of its own, beside `startBareServer`: the shortest script that sets calls up with WhatsApp. It has no
 * sign-in, no claim, no database and no error handling.
 *
 * @param waitsForCandidates true: it sends its SDP when the browser has found all candidates, as scripts without trickle ICE
 *   usually do. False: it sends its SDP immediately, which is enough for WhatsApp's ICE-lite.
 */
export function openBarePage(waitsForCandidates: boolean): void {
  let connection: RTCPeerConnection | undefined;
  let microphone: MediaStream | undefined;
  let wacid = "";
  let offer: { wacid: string; sdp: string } | undefined;

  const post = async (path: string, body: object) => {
    const answer = await fetch(path, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };

  async function open(): Promise<RTCPeerConnection> {
    microphone = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    const opened = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    opened.ontrack = ({ track }) => {
      const audio = new Audio();
      audio.srcObject = new MediaStream([track]);
      void audio.play();
    };
    connection = opened;
    return opened;
  }

  /** Adds the microphone, and describes this side as the DTLS client. */
  async function describe(peer: RTCPeerConnection): Promise<string> {
    const [track] = microphone?.getAudioTracks() ?? [];
    if (track) peer.addTrack(track);
    await peer.setLocalDescription();
    if (waitsForCandidates && peer.iceGatheringState !== "complete") {
      await new Promise<void>((resolve) => {
        peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && resolve();
      });
    }
    return (peer.localDescription?.sdp ?? "").replace(/^a=setup:passive/m, "a=setup:active");
  }

  const connected = (peer: RTCPeerConnection) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (peer.connectionState === "connected") resolve();
        if (peer.connectionState === "failed") reject(new Error("No connection."));
      };
      peer.onconnectionstatechange = look;
      look();
    });

  window.setupPage = {
    async dial(to) {
      const start = performance.now();
      const peer = await open();
      const answer = await post("/dial", { to, sdp: await describe(peer) });
      wacid = answer.wacid;
      await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      await connected(peer);
      return performance.now() - start;
    },
    async ring() {
      offer = await post("/ring", {});
    },
    async answer() {
      if (!offer) throw new Error("Nothing rings.");
      const start = performance.now();
      wacid = offer.wacid;
      const peer = await open();
      await peer.setRemoteDescription({ type: "offer", sdp: offer.sdp });
      const sdp = await describe(peer);
      await post("/preAccept", { wacid, sdp });
      await connected(peer);
      await post("/accept", { wacid, sdp });
      await window.heardContact();
      return performance.now() - start;
    },
    async hangUp() {
      connection?.close();
      for (const track of microphone?.getTracks() ?? []) track.stop();
      await post("/terminate", { wacid });
    },
  };
}
