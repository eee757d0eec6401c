/** An error of Graph itself, which WhatsApp's table of errors does not contain. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: number;
  readonly type: string;
  readonly subcode: number | undefined;

  constructor(
    status: number,
    code: number,
    message: string,
    { type = "OAuthException", subcode }: { type?: string; subcode?: number } = {},
  ) {
    super(message);
    this.name = "GraphError";
    this.status = status;
    this.code = code;
    this.type = type;
    this.subcode = subcode;
  }
}

/** The error for an id that the token cannot see, or that does not exist. */
export const unknownObject = (method: string, id: string): GraphError =>
  new GraphError(
    400,
    100,
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    { type: "GraphMethodException", subcode: 33 },
  );

export const invalidToken = (): GraphError =>
  new GraphError(401, 190, "Invalid OAuth access token - Cannot parse access token");

export const invalidProof = (): GraphError =>
  new GraphError(400, 100, "Invalid appsecret_proof provided in the API argument", {
    type: "GraphMethodException",
  });
