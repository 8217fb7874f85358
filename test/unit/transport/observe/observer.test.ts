import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { rejectedWith } from "../../../support/util/failure.ts";
import type { TykHookEvent, TykProgress } from "../../../../src/index.ts";
import { recordingLogger } from "../../../support/client/recording-logger.ts";
import { omit } from "../../../support/util/omit.ts";
import { Observer } from "../../../../src/transport/observe/observer.ts";

const event: TykHookEvent = {
  operation: "getOAuthClient",
  template: "/tyk/oauth/clients/{apiID}/{keyName}",
  status: 200,
  attempt: 2,
  durationMs: 12.6,
};

const source = { event: (): TykHookEvent => event };

function everything(observer: Observer): void {
  observer.request(source);
  observer.response(source);
  observer.retry(source, "server", 99.6);
  observer.error(source, "server");
}

describe("the observer", () => {
  test("calls each hook with the event unchanged", () => {
    const told: unknown[] = [];
    const keep = (name: string) => (given: TykHookEvent) => {
      told.push([name, given]);
    };
    everything(
      new Observer(undefined, {
        onRequest: keep("onRequest"),
        onResponse: keep("onResponse"),
        onRetry: keep("onRetry"),
        onError: keep("onError"),
      }),
    );
    expect(told).toEqual([
      ["onRequest", event],
      ["onResponse", event],
      ["onRetry", event],
      ["onError", event],
    ]);
  });

  test("logs a line for each event except a request, at its level", () => {
    const { lines, logger: to } = recordingLogger();
    everything(new Observer(to, {}));
    const about = "@tyk-oauth/sdk: getOAuthClient /tyk/oauth/clients/{apiID}/{keyName}";
    expect(lines).toEqual([
      ["debug", `${about} 200 in 13 ms (attempt 2)`],
      ["info", `${about} 200 in 13 ms (attempt 2): server, retry in 100 ms`],
      ["warn", `${about} 200 in 13 ms (attempt 2): failed, server`],
    ]);
  });

  test("logs that there was no response", () => {
    const { lines, logger: to } = recordingLogger();
    new Observer(to, {}).error({ event: () => omit(event, "status") }, "connection");
    expect(lines[0]?.[1]).toContain(" no response in 13 ms");
  });

  test("needs neither a logger nor hooks", () => {
    expect(() => {
      everything(new Observer(undefined, {}));
    }).not.toThrow();
  });

  test("continues if a hook throws, and names the hook without quoting what it threw", () => {
    const { lines, logger: to } = recordingLogger();
    const broken = (): void => {
      throw new Error("s3cret");
    };
    const hooks = { onRequest: broken, onResponse: broken, onRetry: broken, onError: broken };
    everything(new Observer(to, hooks));
    expect(lines.filter(([level]) => level === "error")).toEqual([
      ["error", "@tyk-oauth/sdk: the hook onRequest failed"],
      ["error", "@tyk-oauth/sdk: the hook onResponse failed"],
      ["error", "@tyk-oauth/sdk: the hook onRetry failed"],
      ["error", "@tyk-oauth/sdk: the hook onError failed"],
    ]);
    expect(() => {
      everything(new Observer(undefined, hooks));
    }).not.toThrow();
  });

  test("waits for no hook, and names the one that failed later", async () => {
    const { lines, logger: to } = recordingLogger();
    const rejecting = (): void => {
      // An async function is one that gives nothing, as far as the types of a hook go.
      return rejectedWith(new Error("s3cret")) as unknown as undefined;
    };
    new Observer(to, { onRequest: rejecting }).request(source);
    expect(lines).toEqual([]);
    await wait(0);
    expect(lines).toEqual([["error", "@tyk-oauth/sdk: the hook onRequest failed"]]);
  });

  test("continues if the logger throws", async () => {
    const broken = (): void => {
      throw new Error("disk full");
    };
    const seen: string[] = [];
    const hooks = {
      onRequest: () => {
        seen.push("onRequest");
        throw new Error("no");
      },
      onResponse: () => seen.push("onResponse"),
      onRetry: () => rejectedWith(new Error("no")),
      onError: () => seen.push("onError"),
    };
    const to = { debug: broken, info: broken, warn: broken, error: broken };
    expect(() => {
      everything(new Observer(to, hooks));
    }).not.toThrow();
    await wait(0);
    expect(seen).toEqual(["onRequest", "onResponse", "onError"]);
  });

  test("calls the logger and the hooks with their own this", () => {
    class Own {
      readonly seen: string[] = [];
      onRequest(): void {
        this.seen.push("hook");
      }
      debug(): void {
        this.seen.push("debug");
      }
      info(): void {
        this.seen.push("info");
      }
      warn(): void {
        this.seen.push("warn");
      }
      error(): void {
        this.seen.push("error");
      }
    }
    const own = new Own();
    everything(new Observer(own, own));
    expect(own.seen).toEqual(["hook", "debug", "info", "warn"]);
  });
});

describe("a method's messages", () => {
  test("are logged: what a dry run omits, and what was allowed", () => {
    const { lines, logger: to } = recordingLogger();
    const observer = new Observer(to, {});
    observer.planned("clients.delete", "deleteOAuthClient", "orders");
    observer.planned("tokens.purgeLapsed", "purgeOAuthTokens", undefined);
    observer.warning("clients.create", "body.redirect_uri must be given");
    expect(lines).toEqual([
      [
        "info",
        "@tyk-oauth/sdk: clients.delete: dry run, would send deleteOAuthClient (API orders)",
      ],
      ["info", "@tyk-oauth/sdk: tokens.purgeLapsed: dry run, would send purgeOAuthTokens"],
      ["warn", "@tyk-oauth/sdk: clients.create: body.redirect_uri must be given"],
    ]);
  });

  const progress: TykProgress = { phase: "look", done: 1, total: 2 };

  test("about its progress go unchanged to the progress function", () => {
    const told: TykProgress[] = [];
    new Observer(undefined, {}).progress((one) => told.push(one), progress);
    expect(told).toEqual([progress]);
    expect(() => {
      new Observer(undefined, {}).progress(undefined, progress);
    }).not.toThrow();
  });

  test("continue if that function fails, at once or later, without quoting the failure", async () => {
    const { lines, logger: to } = recordingLogger();
    const observer = new Observer(to, {});
    observer.progress(() => {
      throw new Error("s3cret");
    }, progress);
    observer.progress(() => rejectedWith(new Error("s3cret")) as unknown as undefined, progress);
    await wait(0);
    const failed = ["error", "@tyk-oauth/sdk: the hook onProgress failed"];
    expect(lines).toEqual([failed, failed]);
  });

  test("are lost if the logger throws, and nothing else is", () => {
    const broken = (): void => {
      throw new Error("disk full");
    };
    const observer = new Observer({ debug: broken, info: broken, warn: broken, error: broken }, {});
    expect(() => {
      observer.planned("clients.delete", "deleteOAuthClient", "orders");
      observer.warning("clients.create", "what");
      observer.progress(broken, progress);
    }).not.toThrow();
  });
});
