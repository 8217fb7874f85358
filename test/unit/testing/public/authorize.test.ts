import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import { addClient } from "../../../support/gateway/requests.ts";

const fields = { response_type: "code", client_id: "app", redirect_uri: redirectUri };
const form = new URLSearchParams(fields);

describe("an API's authorize", () => {
  it.each([
    ["GET", `?${form}`, undefined, `307 /login?${form}`],
    ["POST", "", form, "307 /login"],
    ["POST", `?${form}`, undefined, "307 /login"],
    ["PUT", `?${form}`, undefined, "405 Method not supported"],
    ["DELETE", `?${form}`, undefined, "405 Method not supported"],
    ["GET", "", undefined, "403"],
  ] as const)("answers %s with %j by %j", async (method, query, body, expected) => {
    const login = "https://login.example/login";
    const gateway = createGateway({ apis: [{ api_id: "orders", auth_login_redirect: login }] });
    await addClient(gateway, "app");
    const url = `${gateway.url}/orders/oauth/authorize/${query}`;
    const init = { method, redirect: "manual", ...(body === undefined ? {} : { body }) } as const;
    const response = await gateway.fetch(url, init);
    const location = response.headers.get("location")?.replace("https://login.example", "");
    const { message = "" } = (await response.json().catch(() => ({}))) as { message?: string };
    const detail = location ?? (response.status === 405 ? message : "");
    expect(`${response.status} ${detail}`.trim()).toBe(expected);
  });
});
