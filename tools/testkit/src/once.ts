import { close, listen } from "./net/listen.ts";

/**
 * For a global setup of Vitest: makes something once for the whole run, when the first test file asks for it with
 * `askOnce`. A run that does not need it does not wait for it.
 *
 * @param variable the variable of the environment that tells the test files where to ask.
 * @param make returns the text that every test file gets, such as an address.
 * @returns a function that ends the serving.
 */
export async function serveOnce(
  variable: string,
  make: () => Promise<string>,
): Promise<() => Promise<void>> {
  let made: Promise<string> | undefined;
  const [server, port] = await listen((_request, response) => {
    made ??= make();
    made.then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }, 0);
  process.env[variable] = `http://127.0.0.1:${port}`;
  return () => close(server);
}

/**
 * Returns the text that the run's global setup makes.
 *
 * @throws Error if the global setup is missing, or with the reason why nothing was made.
 */
export async function askOnce(variable: string): Promise<string> {
  const address = process.env[variable];
  if (address === undefined) {
    throw new Error(
      `${variable} is not set: run under vitest with the global setup that makes it.`,
    );
  }
  const response = await fetch(address);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
