import { createSocket } from "node:dgram";
import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";
import { headerLength, readResponse, type StunMessage, transactionOf } from "./stunMessage.ts";

export interface StunAddress {
  host: string;
  port: number;
  transport: "udp" | "tcp" | "tls";
}

export interface StunSocket {
  /** Sends a request and returns its response. Rejects when none comes in time. */
  ask(request: Buffer): Promise<StunMessage>;
  close(): void;
}

const timeoutMs = 4_000;
/** UDP loses packets: a request is sent again after this time. */
const repeatMs = 500;

/** Opens a socket to a STUN or TURN server. */
export async function openStunSocket({ host, port, transport }: StunAddress): Promise<StunSocket> {
  const waiting = new Map<string, (message: StunMessage) => void>();
  const take = (bytes: Buffer) => {
    const message = readResponse(bytes);
    if (message) waiting.get(message.transaction)?.(message);
  };
  const line = await (transport === "udp"
    ? openUdp(host, port, take)
    : openStream(host, port, transport === "tls", take));
  return {
    close: line.close,
    ask: (request) =>
      new Promise((resolve, reject) => {
        const id = transactionOf(request);
        const again = transport === "udp" ? setInterval(() => line.send(request), repeatMs) : null;
        const end = () => {
          waiting.delete(id);
          clearTimeout(timer);
          if (again) clearInterval(again);
        };
        const timer = setTimeout(() => {
          end();
          reject(new Error("no answer"));
        }, timeoutMs);
        waiting.set(id, (message) => {
          end();
          resolve(message);
        });
        line.send(request);
      }),
  };
}

interface Line {
  send(bytes: Buffer): void;
  close(): void;
}

function openUdp(host: string, port: number, take: (bytes: Buffer) => void): Promise<Line> {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  socket.on("message", take);
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.connect(port, host, () => {
      socket.off("error", reject);
      // A refused port is an error of a later packet; the request then gets no answer.
      socket.on("error", () => {});
      resolve({ send: (bytes) => socket.send(bytes), close: () => socket.close() });
    });
  });
}

function openStream(
  host: string,
  port: number,
  isTls: boolean,
  take: (bytes: Buffer) => void,
): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = isTls
      ? connectTls({ host, port, servername: host })
      : connectTcp({ host, port });
    let bytes = Buffer.alloc(0);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error("no answer")));
    socket.once("error", reject);
    socket.once(isTls ? "secureConnect" : "connect", () => {
      socket.off("error", reject);
      socket.on("error", () => {});
      resolve({ send: (message) => socket.write(message), close: () => socket.destroy() });
    });
    socket.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      while (bytes.length >= headerLength) {
        const length = headerLength + bytes.readUInt16BE(2);
        if (bytes.length < length) return;
        take(bytes.subarray(0, length));
        bytes = bytes.subarray(length);
      }
    });
  });
}
