/** A STUN or TURN server, like `RTCIceServer`. A TURN server needs `username` and `credential`. */
export interface IceServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

/** The STUN and TURN servers for the calls of an agent. */
export interface IceServerList {
  iceServers: IceServer[];
  /** For how many seconds from now the credentials are valid; null if they have no end. */
  seconds: number | null;
}

/** Returns the STUN and TURN servers for an agent. The credentials in the list are sent to the agent's browser. */
export type ProvideIceServers = (agent: {
  userId: string;
}) => IceServerList | Promise<IceServerList>;
