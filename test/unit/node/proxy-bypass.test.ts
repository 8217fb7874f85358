import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createProxyBypass } from "../../../src/node/proxy-bypass.ts";

const isBypassed = (list: string, url: string): boolean => createProxyBypass(list)(new URL(url));

describe("NO_PROXY", () => {
  test.each([
    ["", "http://a.example", false],
    ["*", "http://a.example", true],
    ["other.example, *", "http://[::1]:8080", true],
    ["example.com", "https://example.com", true],
    ["example.com", "https://a.b.example.com", true],
    ["example.com", "https://notexample.com", false],
    ["example.com", "https://example.com.evil.example", false],
    [".example.com", "https://example.com", true],
    [".example.com", "https://a.example.com", true],
    ["*.example.com", "https://a.example.com", true],
    ["*.example.com", "https://example.com", false],
    ["EXAMPLE.com.", "https://A.Example.COM./x", true],
    ["example.com:8443", "https://example.com:8443", true],
    ["example.com:443", "https://example.com", true],
    ["example.com:80", "https://example.com", false],
    ["a.example b.example\tc.example,,d.example", "http://c.example", true],
    ["10.0.0.1", "http://10.0.0.1:8080", true],
    ["10.0.0.1:8080", "http://10.0.0.1:8080", true],
    ["10.0.0.1:8081", "http://10.0.0.1:8080", false],
    ["0.0.1", "http://10.0.0.1", false],
    ["10.0.0.0/8", "http://10.200.3.4", true],
    ["10.0.0.0/8", "http://11.0.0.1", false],
    ["10.0.0.0/33", "http://10.0.0.1", false],
    ["10.0.0.0/8", "http://10.example", false],
    ["::1", "http://[::1]", true],
    ["::/0", "http://10.0.0.1", false],
    ["0.0.0.0/0", "http://[::1]", false],
    ["10.0.0.0/8", "http://[::ffff:10.0.0.1]", true],
    ["[::1]", "http://[0:0::1]:8080", true],
    ["[::1]:8080", "http://[::1]:8080", true],
    ["[::1]:8080", "http://[::1]:8081", false],
    ["fd00::/8", "http://[fdab::7]", true],
    ["fd00::/8", "http://[fe80::7]", false],
    ["müller.example", "https://www.müller.example", true],
    ["http://a.example", "http://a.example", false],
    ["/8", "http://a.example", false],
    [":80", "http://a.example", false],
    [".", "http://a.example", false],
  ])("of %j for %s bypasses the proxy: %s", (list, url, expected) => {
    expect(isBypassed(list, url)).toBe(expected);
  });
});

/** An entry and a host as data, so the reference below needs no parser. */
type Entry =
  | { kind: "all" }
  | { kind: "name"; prefix: "" | "." | "*."; labels: string[]; port?: number }
  | { kind: "v4"; value: number; bits?: number; port?: number }
  | { kind: "v6"; value: bigint; bits?: number; port?: number };
type Host =
  | { kind: "name"; labels: string[] }
  | { kind: "v4"; value: number }
  | { kind: "v6"; value: bigint };

const label = fc.constantFrom("a", "b", "com", "x-1");
const labels = fc.array(label, { minLength: 1, maxLength: 3 });
const port = fc.option(fc.constantFrom(80, 443, 8080), { nil: undefined });
// Few values, so addresses and ranges often meet.
const v4 = fc.constantFrom(0x0a000001, 0x0a0000ff, 0x0a800001, 0xc0a80001);
const v6 = fc.constantFrom(1n, (0xfd00n << 112n) | 1n, (0xfd80n << 112n) | 1n, 0xffn << 120n);

const hosts: fc.Arbitrary<Host> = fc.oneof(
  fc.record({ kind: fc.constant("name" as const), labels }),
  fc.record({ kind: fc.constant("v4" as const), value: v4 }),
  fc.record({ kind: fc.constant("v6" as const), value: v6 }),
);
const bitsOf = (max: number): fc.Arbitrary<number | undefined> =>
  fc.option(fc.integer({ min: 0, max }), { nil: undefined });
const entries = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("all" as const) }) },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant("name" as const),
      prefix: fc.constantFrom("" as const, "." as const, "*." as const),
      labels,
      port,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("v4" as const), value: v4, bits: bitsOf(32), port }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("v6" as const), value: v6, bits: bitsOf(128), port }),
  },
) as fc.Arbitrary<Entry>;

const formatV4 = (value: number): string =>
  [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
const formatV6 = (value: bigint): string =>
  Array.from({ length: 8 }, (_, nth) =>
    ((value >> BigInt(112 - 16 * nth)) & 0xffffn).toString(16),
  ).join(":");

function writeEntry(entry: Entry): string {
  if (entry.kind === "all") return "*";
  const end = entry.port === undefined ? "" : `:${entry.port}`;
  if (entry.kind === "name") return `${entry.prefix}${entry.labels.join(".")}${end}`;
  const address = entry.kind === "v4" ? formatV4(entry.value) : formatV6(entry.value);
  // A range has no port.
  if (entry.bits !== undefined) return `${address}/${entry.bits}`;
  return entry.kind === "v6" && end !== "" ? `[${address}]${end}` : `${address}${end}`;
}

function writeHost(host: Host): string {
  if (host.kind === "name") return host.labels.join(".");
  return host.kind === "v4" ? formatV4(host.value) : `[${formatV6(host.value)}]`;
}

function matches(entry: Entry, host: Host, actualPort: number): boolean {
  if (entry.kind === "all") return true;
  if (entry.kind !== host.kind) return false;
  if (entry.kind === "name" && host.kind === "name") {
    const tail = host.labels.slice(-entry.labels.length);
    const isSuffix = tail.length === entry.labels.length && tail.join() === entry.labels.join();
    const isLonger = host.labels.length > entry.labels.length;
    const isMatch = isSuffix && (isLonger || entry.prefix !== "*.");
    return isMatch && (entry.port ?? actualPort) === actualPort;
  }
  if (entry.kind === "name" || host.kind === "name") return false;
  const width = entry.kind === "v4" ? 32 : 128;
  const drop = BigInt(width - (entry.bits ?? width));
  const isSame = BigInt(entry.value) >> drop === BigInt(host.value) >> drop;
  return isSame && (entry.bits !== undefined || (entry.port ?? actualPort) === actualPort);
}

test("NO_PROXY follows its documented rules for any list, host and port", () => {
  fc.assert(
    fc.property(
      fc.array(entries, { maxLength: 4 }),
      hosts,
      fc.constantFrom(80, 443, 8080),
      fc.constantFrom(",", " ", " , ", "\n"),
      (list, host, actualPort, separator) => {
        const text = list.map(writeEntry).join(separator);
        const url = `http://${writeHost(host)}:${actualPort}`;
        const expected = list.some((entry) => matches(entry, host, actualPort));
        expect(isBypassed(text, url)).toBe(expected);
        expect(isBypassed(text.toUpperCase(), url)).toBe(expected);
      },
    ),
    { numRuns: 500 },
  );
});
