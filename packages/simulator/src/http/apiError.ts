export interface ApiErrorOptions {
  /** The name of the wrong parameter. */
  target?: string;
  /** Everything that is wrong with the body. */
  issues?: readonly { path: string; message: string }[];
  /** Whole seconds. */
  retryAfter?: number;
}

/**
 * A refused request. The code is YCloud's, which the controls use too; Meta's routes write the error in Graph's envelope.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly options: ApiErrorOptions;

  constructor(status: number, code: string, message: string, options: ApiErrorOptions = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.options = options;
  }
}
