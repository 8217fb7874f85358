import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isRecord } from "../../../src/util/json.ts";
import { isOAuthErrorName, safeMessage } from "../../../src/transport/known-messages.ts";
import { oauthErrorDescriptions } from "../../../src/testing/oauth/oauth-error.ts";
import { folders, recordingsOf } from "../../support/recordings/recordings.ts";

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

describe("a message is shown", () => {
  test.each(folders)("if a recording has it: %s", (folder) => {
    let count = 0;
    for (const { exchanges } of recordingsOf(folder)) {
      for (const step of exchanges) {
        if (!("response" in step) || !("status" in step.response)) continue;
        const { status, body } = step.response;
        const value = status >= 400 ? parsed(body) : undefined;
        if (!isRecord(value)) continue;
        for (const name of ["message", "error", "error_description"]) {
          const text = value[name];
          if (typeof text !== "string") continue;
          count += 1;
          expect(safeMessage(text)).toBe(text);
        }
      }
    }
    expect(count).toBeGreaterThan(0);
  });

  test("if the embedded gateway sends it", () => {
    const source = new URL("../../../src/testing/", import.meta.url);
    const files = readdirSync(source, { recursive: true, encoding: "utf8" });
    const sent = files
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(new URL(name.replaceAll("\\", "/"), source), "utf8"))
      .flatMap((text) => [...text.matchAll(/createErrorResponse\(\s*\d+,\s*"([^"]+)"/g)])
      .map(([, message = ""]) => message);
    expect(sent.length).toBeGreaterThan(20);
    for (const message of sent) expect(safeMessage(message)).toBe(message);
  });

  test.each(Object.entries(oauthErrorDescriptions))(
    "if it belongs to the OAuth error %s",
    (name, description) => {
      expect(isOAuthErrorName(name)).toBe(true);
      expect(safeMessage(name)).toBe(name);
      expect(safeMessage(description)).toBe(description);
    },
  );
});

test.each(["", " ", "API", "API not found ", "api not found", "toString", "__proto__", "s3cret"])(
  "%j is not shown",
  (text) => {
    expect(safeMessage(text)).toBeUndefined();
    expect(isOAuthErrorName(text)).toBe(false);
  },
);
