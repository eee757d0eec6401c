import fc from "fast-check";
import { nastyKeys, nastyValues, shortValues } from "./nastyValues.ts";

/** One change of a JSON value: where, what, and with which of the possible values. */
export type Edit = readonly [place: number, act: number, choice: number];

const most = 2 ** 24;
const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.nat({ max: most }),
  fc.nat({ max: most }),
  fc.nat({ max: most }),
);

/** Up to five changes. Half of all inputs have at most two. */
export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(edit, { maxLength: 5, size: "max" });

/** One of the samples with some changes, which shrink to the fewest that still fail. */
export function editedSamples(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.nat({ max: samples.length - 1 }), edits)
    .map(([index, changes]) => editValue(samples[index], changes, samples));
}

/** A place in a JSON value: the object or array, and the key in it. */
interface Place {
  parent: Record<string, unknown>;
  key: string;
}

/**
 * Applies changes to a copy of a JSON value: takes parts away, replaces, renames, repeats, wraps and swaps them, also with
 * parts of the other samples.
 */
export function editValue(
  sample: unknown,
  changes: readonly Edit[],
  others: readonly unknown[] = [],
): unknown {
  const root = { value: copy(sample) };
  for (const change of changes) applyEdit(root, change, others);
  return root.value;
}

function applyEdit(
  root: { value: unknown },
  [place, act, choice]: Edit,
  others: readonly unknown[],
): void {
  const places = placesOf(root);
  const { parent, key } = pick(places, place) ?? {
    parent: root as Record<string, unknown>,
    key: "value",
  };
  const value = parent[key];
  switch (acts[act % acts.length]) {
    case "delete":
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      return;
    case "replace":
      set(parent, key, nasty(choice));
      return;
    case "edit":
      set(parent, key, editScalar(value, choice));
      return;
    case "swap": {
      const other = pick(places, choice);
      if (other) set(parent, key, copy(other.parent[other.key]));
      return;
    }
    case "borrow": {
      const other = pick(placesOf({ value: pick(others, choice) }), Math.floor(choice / 64));
      if (other) set(parent, key, copy(other.parent[other.key]));
      return;
    }
    case "rename": {
      if (Array.isArray(parent)) return;
      const name = choice % 3 === 0 ? key.toUpperCase() : (pick(nastyKeys, choice) ?? "");
      delete parent[key];
      set(parent, name, value);
      return;
    }
    case "add": {
      const name = pick(nastyKeys, choice) ?? "";
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        set(value as Record<string, unknown>, name, nasty(Math.floor(choice / 16)));
      }
      return;
    }
    case "wrap":
      set(parent, key, choice % 2 === 0 ? [value] : { [key]: value });
      return;
    default:
      set(
        parent,
        key,
        Array.isArray(value) ? [...value, ...value] : Array(1 + (choice % 5)).fill(value),
      );
      return;
  }
}

const acts = [
  "delete",
  "replace",
  "edit",
  "replace",
  "edit",
  "swap",
  "borrow",
  "rename",
  "add",
  "wrap",
  "repeat",
] as const;

/** A nasty value. One in 64 is a long one. */
export function nasty(choice: number): unknown {
  const long = choice % 64 === 63;
  const index = Math.floor(choice / 64);
  const count = nastyValues.length;
  return nastyValues[
    long ? shortValues + (index % (count - shortValues)) : index % shortValues
  ]?.();
}

/** A small change of a text or a number: another type, a cut, a doubling, one other character. */
function editScalar(value: unknown, choice: number): unknown {
  const kind = choice % 8;
  const at = Math.floor(choice / 8);
  if (typeof value === "number") {
    return [
      String(value),
      value * 1000,
      value / 1000,
      -value,
      value + 1,
      value * 1e6,
      value + 0.5,
      [value],
    ][kind];
  }
  if (typeof value !== "string")
    return [value, JSON.stringify(value), null, [value], 0, "", {}, [value, value]][kind];
  const position = value.length === 0 ? 0 : at % value.length;
  switch (kind) {
    case 0:
      return value.slice(0, position);
    case 1:
      return value.slice(position);
    case 2:
      return value + value;
    case 3:
      return ` ${value}\n`;
    case 4:
      return Number(value);
    case 5:
      return (
        value.slice(0, position) + String.fromCharCode(at % 0xffff) + value.slice(position + 1)
      );
    case 6:
      return value.slice(0, position) + textOf(nasty(at)).slice(0, 1000) + value.slice(position);
    default:
      return at % 2 === 0 ? value.toUpperCase() : value.toLowerCase();
  }
}

/** A value as a text: JSON for what is no text. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Every place, the outer ones first, at most 400. */
function placesOf(root: { value: unknown }): Place[] {
  const places: Place[] = [{ parent: root as Record<string, unknown>, key: "value" }];
  for (let index = 0; index < places.length && places.length < 400; index++) {
    const { parent, key } = places[index] as Place;
    const value = parent[key];
    if (typeof value !== "object" || value === null) continue;
    for (const name of Object.keys(value)) {
      places.push({ parent: value as Record<string, unknown>, key: name });
    }
  }
  return places;
}

/** Sets an own property, also `__proto__`. */
function set(parent: object, key: string, value: unknown): void {
  Object.defineProperty(parent, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function pick<T>(items: readonly T[], choice: number): T | undefined {
  return items[choice % items.length];
}

/** Copies a JSON value. `structuredClone` takes five times as long. */
function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const part = copy((value as Record<string, unknown>)[key]);
    if (key === "__proto__") set(result, key, part);
    else result[key] = part;
  }
  return result;
}
