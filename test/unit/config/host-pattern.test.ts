import { describe, expect, test } from "vitest";
import { matchesHost, parseHostPattern } from "../../../src/config/host-pattern.ts";
import { TykConfigError } from "../../../src/index.ts";
import { newClient } from "../../support/client/client.ts";
import { thrown } from "../../support/util/failure.ts";

describe("a host pattern", () => {
  test.each([
    ["tyk.svc", "tyk.svc"],
    ["TYK.Svc", "tyk.svc"],
    ["gateway", "gateway"],
    ["my_gateway", "my_gateway"],
    ["*.svc", "*.svc"],
    ["*.SVC.Cluster.local", "*.svc.cluster.local"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["*.bücher.example", "*.xn--bcher-kva.example"],
    ["10.0.0.1", "10.0.0.1"],
    ["[::2]", "[::2]"],
    ["[0:0:0:0:0:0:0:2]", "[::2]"],
  ])("%j becomes %j", (text, expected) => {
    expect(parseHostPattern(text)).toBe(expected);
  });

  test.each([
    "*",
    "*.",
    "*..",
    "*.*",
    "*.*.svc",
    "**.svc",
    "*svc",
    "a.*",
    "a.*.svc",
    "*.1",
    "*.0.1",
    "*.0.0.1",
    "*.10.0.0.1",
    "*.0x1",
    "*.a.1",
    "*.[::1]",
    "",
    ".",
    ".svc",
    "svc.",
    "a..svc",
    " ",
    "a b",
    "a.svc:8080",
    "a.svc:",
    "http://a.svc",
    "a.svc/",
    "a.svc?b",
    "a.svc#b",
    "user@a.svc",
    "a\\b",
    "%2a.svc",
    "\u{ff0a}.svc",
  ])("%j is invalid, and rejected as an option without being quoted", async (text) => {
    expect(parseHostPattern(text)).toBeUndefined();
    if (text === "") return;
    const error = await thrown(() => newClient({ allowInsecureHttp: ["tyk.svc", text] }));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error.message).toBe(
      'allowInsecureHttp has a pattern that is neither a host nor "*." and the end of a host name',
    );
  });

  test.each([
    ["*.svc", "a.svc", true],
    ["*.svc", "a.b.svc", true],
    ["*.svc", "svc", false],
    ["*.svc", "asvc", false],
    ["*.svc", "a.svc.example", false],
    ["a.svc", "a.svc", true],
    ["a.svc", "b.a.svc", false],
    ["10.0.0.1", "10.0.0.1", true],
    ["10.0.0.1", "110.0.0.1", false],
  ])("%j of %j: %j", (pattern, host, expected) => {
    expect(matchesHost(pattern, host)).toBe(expected);
  });
});
