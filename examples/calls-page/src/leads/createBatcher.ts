/** Milliseconds in which keys are collected. The rows of a list are rendered together, so their reads arrive within this time. */
const gathering = 10;

/**
 * Combines many single reads into few requests.
 *
 * @param load Reads values by their keys. A key that is absent from the result resolves to null.
 * @param most The maximum number of keys in one request.
 */
export function createBatcher<Value>(
  load: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  most = 40,
): (key: string) => Promise<Value | null> {
  let waiting: { key: string; settle: (answer: Promise<Value | null>) => void }[] = [];

  function send(): void {
    const asked = waiting;
    waiting = [];
    const keys = [...new Set(asked.map(({ key }) => key))];
    for (let start = 0; start < keys.length; start += most) {
      const some = keys.slice(start, start + most);
      const answer = load(some);
      for (const { key, settle } of asked) {
        if (some.includes(key)) settle(answer.then((values) => values.get(key) ?? null));
      }
    }
  }

  return (key) =>
    new Promise((resolve) => {
      if (waiting.length === 0) setTimeout(send, gathering);
      waiting.push({ key, settle: resolve });
    });
}
