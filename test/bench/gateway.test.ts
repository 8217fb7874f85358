import { createGateway } from "@tyk-oauth/sdk/testing";
import { expect, test } from "vitest";
import {
  respond,
  clientPath,
  createPath,
  newClient,
  secret,
  tokensPath,
} from "../../bench/gateway/responses.ts";
import { RequestReader } from "../../bench/gateway/request-reader.ts";
import { tokenCount } from "../../bench/gateway/token-pages.ts";
import type { OAuthTokenPage } from "../../generated/index.ts";

const embedded = createGateway({ secret, apis: ["orders"], policies: { gold: ["orders"] } });

test.each([
  ["POST", createPath, secret, JSON.stringify(newClient)],
  ["GET", clientPath, secret, undefined],
  ["GET", clientPath, "wrong", undefined],
  ["GET", "/tyk/elsewhere", secret, undefined],
])("the bench's server responds to %s %s as the embedded gateway does", async (...request) => {
  const [method, path, presented, body] = request;
  const answer = respond(method, path, presented);
  const response = await embedded.fetch(`${embedded.url}${path}`, {
    method,
    headers: { "x-tyk-authorization": presented, "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
  });
  expect(answer).toEqual({
    status: expect.stringMatching(new RegExp(`^${response.status} `)) as string,
    type: response.headers.get("content-type"),
    body: await response.text(),
  });
});

test("the bench's pages of tokens hold each token once, in the gateway's order", () => {
  const page = (number: number): OAuthTokenPage =>
    JSON.parse(respond("GET", `${tokensPath}?page=${number}`, secret).body) as OAuthTokenPage;
  const { Pagination } = page(1);
  expect(Pagination).toEqual({ page_num: 1, page_total: tokenCount / 100, page_size: 100 });

  const tokens = [1, 2, 3, Pagination.page_total].flatMap((number) => page(number).Tokens);
  expect(new Set(tokens.map(({ code }) => code)).size).toBe(400);
  expect(tokens.every(({ code }) => /^[\da-f]{16}$/.test(code))).toBe(true);
  const expiries = tokens.map(({ expires }) => expires);
  expect(expiries).toEqual(expiries.toSorted((one, other) => one - other));
  expect(page(Pagination.page_total + 1).Tokens).toEqual([]);
});

test("the bench's server reads requests however they are split", () => {
  const body = JSON.stringify(newClient);
  const get = `GET ${clientPath} HTTP/1.1\r\nHost: x\r\nX-Tyk-Authorization: s\r\n\r\n`;
  const post = `POST ${createPath} HTTP/1.1\r\nx-tyk-authorization:s\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const wire = Buffer.from(get + post + get);
  const wanted = [
    { method: "GET", target: clientPath, secret: "s" },
    { method: "POST", target: createPath, secret: "s" },
    { method: "GET", target: clientPath, secret: "s" },
  ];
  for (const size of [1, 7, 100, wire.length]) {
    const reader = new RequestReader();
    const seen = Array.from({ length: Math.ceil(wire.length / size) }, (_, i) =>
      reader.read(wire.subarray(i * size, (i + 1) * size)),
    );
    expect(seen.flat()).toEqual(wanted);
  }
});
