import { CallsError, isCallsError } from "@skale-calls/core";

/** A promise of the product does not hold. */
class BrokenPromise extends Error {
  override readonly name = "BrokenPromise";
}

/** @throws BrokenPromise unless the condition holds. */
export function promise(holds: boolean, what: string): void {
  if (!holds) throw new BrokenPromise(what);
}

/** True for a text that Postgres can store: without NUL, and without half of a character. */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

/** The same for JSON, where an escaped NUL is a NUL too. */
export function isStorableJson(json: string): boolean {
  return isStorable(json) && !(json.includes("u0000") && /(?<!\\)(?:\\\\)*\\u0000/.test(json));
}

/**
 * Runs an act that may refuse its input. Only our own errors are a refusal, and only with a code that says that the input
 * is wrong: `internal` is a crash.
 *
 * @param quotesInput whether the message may contain a part of the input.
 * @returns the result, or the error of the refusal.
 */
export function tryAct<T>(act: () => T, quotesInput = false): T | CallsError {
  try {
    return act();
  } catch (error) {
    return refusal(error, quotesInput);
  }
}

/** Like `tryAct`, for an act that takes time. */
export async function tryLongAct<T>(act: () => Promise<T>): Promise<T | CallsError> {
  try {
    return await act();
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown, quotesInput = false): CallsError {
  if (!isCallsError(error)) throw error;
  promise(error.code !== "internal", "a refusal has a code of its own");
  promise(typeof error.message === "string" && error.message !== "", "a refusal has a sentence");
  if (quotesInput) return error;
  promise(!/a=ice-pwd:|v=0\r?\n/.test(error.message), "an error contains no SDP");
  return error;
}

export const isRefused = (value: unknown): value is CallsError => value instanceof CallsError;

const ownKeys = () => Reflect.ownKeys(Object.prototype).length;
const untouched = ownKeys();

/** @throws BrokenPromise if an input has changed the prototype of all objects. */
export function checkPrototype(): void {
  promise(ownKeys() === untouched && !("polluted" in {}), "no input changes a prototype");
}
