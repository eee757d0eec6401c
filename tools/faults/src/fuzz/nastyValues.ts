/** Values that break readers: the edges of types, units and encodings. Each is a function, so that big ones are made late. */
export const nastyValues: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => false,
  () => "",
  () => " ",
  () => [],
  () => ({}),
  () => 0,
  () => -0,
  () => -1,
  () => 1.5,
  () => 2 ** 31,
  () => 2 ** 53,
  () => 1e21,
  () => 1.7976931348623157e308,
  () => 5e-324,
  () => "0",
  () => "-1",
  () => "1e9",
  () => "NaN",
  () => "Infinity",
  () => "\u0000",
  () => "a\u0000b",
  () => "\ud800",
  () => "x\udc00y",
  () => "\u{1F600}".repeat(200),
  () => "\u202e\u200f\ufeff",
  () => "İıſK",
  () => "e\u0301".repeat(300),
  () => "__proto__",
  () => "constructor",
  () => "toString",
  () => JSON.parse('{"__proto__":{"polluted":true}}'),
  () => JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
  () => ({ toString: 1, valueOf: null }),
  () => ({ length: 3 }),
  () => [null, [], {}, "", 0],
  // Times in every unit, and some that do not exist.
  () => 1_764_000_000,
  () => 1_764_000_000_000,
  () => 1_764_000_000_000_000,
  () => "1764000000000000000",
  () => "2026-02-30T00:00:00Z",
  () => "2026-11-26T10:00:00.123456789+14:00",
  () => "Thu, 26 Nov 2026 10:00:00 +0000",
  () => "+275760-09-13T00:00:00.001Z",
  () => "0000-00-00",
  // Phones and ids.
  () => "+5215512345678",
  () => "whatsapp:+525512345678",
  () => "00525512345678",
  () => "+0000000000",
  () => "٠١٢٣٤٥٦٧٨٩",
  () => "MX.13491208655302741918",
  () => "12345@lid",
  () => "wacid.".padEnd(300, "A"),
  () => "00000000-0000-4000-8000-000000000001",
  // SDPs, and texts that look like one.
  () => "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-pwd:secretsecretsecret\r\n",
  () => '{"sdp":"v=0\\r\\na=ice-pwd:secret\\r\\n"}',
  // Long ones: what takes quadratic time becomes visible.
  () => "1".repeat(20_000),
  () => " ".repeat(20_000),
  () => "a ".repeat(10_000),
  () => "+".repeat(20_000),
  () => "(".repeat(20_000),
  () => "9 ".repeat(10_000),
  () => "00".repeat(10_000),
  () => "a=candidate:".repeat(2000),
  () => "x".repeat(300_000),
  () => nest(20),
  () => nest(2000),
  () => Array.from({ length: 2000 }, (_, index) => index),
  () => Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key${index}`, index])),
];

/** The number of `nastyValues` after which only long ones come. They are drawn rarely, because they take long. */
export const shortValues = nastyValues.findIndex((make) => {
  const value = make();
  return typeof value === "string" && value.length > 5000;
});

/** Keys that a careless copy gives a meaning. */
export const nastyKeys = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "then",
  "length",
  "",
  "\u0000",
  "\ud800",
  "sdp",
  "SDP",
] as const;

function nest(depth: number): unknown {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
}
