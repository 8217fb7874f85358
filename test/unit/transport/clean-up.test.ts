import { afterEach, describe, expect, test, vi } from "vitest";
import { Deadline } from "../../../src/transport/deadline.ts";
import { Limiter } from "../../../src/transport/limiter.ts";
import { runEach } from "../../../src/util/run-each.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { PageAbortController } from "../../support/realms/page-abort-controller.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { client } from "../../support/samples/samples.ts";
import { readSecretFile } from "../../../src/config/read-secret-file.ts";
import { SecretFile } from "../../../src/config/secret-file.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };
const broken = (): never => {
  throw new TypeError("Illegal invocation");
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test("each step of a clean-up runs, even if one throws", () => {
  const last = vi.fn();
  runEach(broken, undefined, last);
  expect(last).toHaveBeenCalledTimes(1);
});

describe("a clean-up that fails does not change the result:", () => {
  test("of a timer", async () => {
    vi.stubGlobal("clearTimeout", broken);
    const { tyk } = clientWithReplies([json({ ...client, secret: "new" }), json(client)]);
    expect((await tyk.raw.rotateOAuthClient({ path })).secret).toBe("new");
    expect((await tyk.clients.get(ref, { deadlineMs: 60_000 })).client_id).toBe("shop-web");
  });

  test("of a listener", async () => {
    const stop = new PageAbortController();
    stop.signal.removeEventListener = broken;
    const { tyk } = clientWithReplies([json(client), json(client)]);
    const options = { signal: stop.passed };
    expect((await tyk.raw.rotateOAuthClient({ path }, options)).client_id).toBe("shop-web");
    expect((await tyk.clients.get(ref, { ...options, deadlineMs: 60_000 })).client_id).toBe(
      "shop-web",
    );
  });

  test("of a slot, which becomes free all the same", async () => {
    const limiter = new Limiter(1, broken);
    for (let nth = 0; nth < 3; nth += 1) (await limiter.enter())();
    const held = limiter.tryEnter();
    const waiting = limiter.enter();
    held?.();
    expect(await waiting).toBeTypeOf("function");
  });

  test("of a slot whose scheduler throws after it has scheduled: the slot is freed once", () => {
    const scheduled: (() => void)[] = [];
    const limiter = new Limiter(1, (work) => {
      scheduled.push(work);
      broken();
    });
    limiter.tryEnter()?.();
    for (const work of scheduled) work();
    expect(limiter.tryEnter()).toBeDefined();
    expect(limiter.tryEnter()).toBeUndefined();
  });

  test("of the secret's file", async () => {
    const regular = { isFile: () => true };
    let isRead = false;
    const handle = {
      stat: () => Promise.resolve(regular),
      read: (buffer: Uint8Array) => {
        const bytesRead = isRead ? 0 : 1;
        buffer[0] = 0x6b;
        isRead = true;
        return Promise.resolve({ bytesRead });
      },
      close: () => Promise.reject(new Error("EIO")),
    };
    const promises = { stat: () => Promise.resolve(regular), open: () => Promise.resolve(handle) };
    const file = new SecretFile("TYK_GATEWAY_SECRET_FILE", "/secret");
    const files = { constants: { O_RDONLY: 0 }, promises };
    expect(await readSecretFile(file, () => files)).toBe("k");
  });

  test("of hooks, a logger and a tracer", async () => {
    const rejecting = (): unknown => Promise.reject(new Error("s3cret"));
    const logger = { debug: rejecting, info: rejecting, warn: broken, error: rejecting };
    const span = { setAttributes: broken, setStatus: broken, end: vi.fn() };
    const tyk = newClient({
      fetch: () => Promise.resolve(Response.json(client)),
      hooks: { onRequest: broken, onResponse: rejecting },
      logger,
      tracer: {
        startActiveSpan: ((_: string, __: object, run: (span: unknown) => unknown) =>
          run(span)) as never,
      },
    });
    expect((await tyk.clients.get(ref)).client_id).toBe("shop-web");
    // The rejections of the logger would be reported as unhandled by now.
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(span.end).toHaveBeenCalledTimes(2);
  });
});

test("a deadline that has not ended did not end with undefined", () => {
  const deadline = new Deadline(60_000, undefined);
  expect(deadline.endedWith(undefined)).toBe(false);
  deadline.dispose();
});
