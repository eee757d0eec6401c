const RealDate = globalThis.Date;
let offsetMs = 0;

/** Makes this process believe that it is this many seconds later. Timers are not affected. */
export function shiftClock(seconds: number): void {
  offsetMs = seconds * 1000;
  globalThis.Date = ShiftedDate as DateConstructor;
}

const ShiftedDate = new Proxy(RealDate, {
  construct(target, args, newTarget) {
    return Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget);
  },
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
});

function now(): number {
  return RealDate.now() + offsetMs;
}
