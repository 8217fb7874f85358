import { afterEach, describe, expect, test, vi } from "vitest";
import { requireWebApis } from "../../../src/util/web-api.ts";
import { newClientSecret } from "../../../src/util/random-text.ts";
import { parseNotification, TykConfigError } from "../../../src/index.ts";
import { newClient } from "../../support/client/client.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { failure, thrown } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";
import { plain, sharedSecret } from "../../support/samples/notification.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("a web API that the runtime lacks", () => {
  test("is named in a config error, also if it is a part of another one", async () => {
    expect(() => {
      requireWebApis(["URL", "crypto.subtle"]);
    }).not.toThrow();
    vi.stubGlobal("crypto", {});
    const error = await thrown(() => {
      requireWebApis(["URL", "crypto.subtle"], "some.method");
    });
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error.message).toBe(
      "some.method: this runtime lacks crypto.subtle: use another runtime, or define the missing API as a global",
    );
  });

  test.each(["AbortController", "Headers", "TextDecoder", "TextEncoder", "URL"])(
    "%s is named when the client is created",
    async (name) => {
      vi.stubGlobal(name, undefined);
      const error = await thrown(() => newClient());
      expect(error).toMatchObject({ code: "config" });
      expect(error.message).toContain(`lacks ${name}:`);
    },
  );

  test("fetch is named by a call without a fetch of its own, and nothing is retried", async () => {
    vi.stubGlobal("fetch", undefined);
    const error = await failure(newClient().clients.get(ref));
    expect(error).toMatchObject({ code: "config", outcome: "not-sent" });
    expect(error.message).toContain("lacks fetch:");
    expect((await clientWithReplies([json(client)]).tyk.clients.get(ref)).client_id).toBe(
      "shop-web",
    );
  });

  test("crypto is named by what needs it", async () => {
    vi.stubGlobal("crypto", undefined);
    expect((await thrown(() => newClientSecret())).message).toContain(
      "lacks crypto.getRandomValues",
    );
    const error = await failure(
      parseNotification(plain({ "x-tyk-shared-secret": sharedSecret }), { sharedSecret }),
    );
    expect(error).toMatchObject({ code: "config", operation: "parseNotification" });
    expect(error.message).toContain("lacks crypto.subtle");
  });

  test.each<[string, () => void]>([
    [
      "AbortSignal.any",
      () => {
        vi.stubGlobal("AbortSignal", undefined);
      },
    ],
    [
      "performance",
      () => {
        vi.stubGlobal("performance", undefined);
      },
    ],
    [
      "DOMException",
      () => {
        vi.stubGlobal("DOMException", undefined);
      },
    ],
    [
      "URL.canParse",
      () => {
        Object.defineProperty(URL, "canParse", { value: undefined });
      },
    ],
    [
      "Request",
      () => {
        vi.stubGlobal("Request", undefined);
      },
    ],
  ])("%s is not missed, even with a signal and a deadline", async (_, remove) => {
    const canParse = Object.getOwnPropertyDescriptor(URL, "canParse");
    try {
      remove();
      const { tyk } = clientWithReplies([json(client), json(client)]);
      const { signal } = new AbortController();
      const options = { signal, deadlineMs: 60_000 };
      expect((await tyk.clients.get(ref, options)).client_id).toBe("shop-web");
      expect(
        (await tyk.raw.getOAuthClient({ path: { apiID: "a", keyName: "b" } }, { signal }))
          .client_id,
      ).toBe("shop-web");
    } finally {
      if (canParse !== undefined) Object.defineProperty(URL, "canParse", canParse);
    }
  });
});
