// Runs in a process of its own: a gateway of many keys and APIs that responds as fast as it can. The name of a key is computed from
// its number. A client `app` exists on one API, and has no tokens.
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { RequestReader } from "../../bench/gateway/request-reader.ts";

const [keyCount = 0, apiCount = 1] = process.argv.slice(2).map(Number);

/** The names of ordinary keys: hashes of 16 digits, scattered by an odd factor so that no two are equal. */
function keyName(number: number): string {
  const scattered = (BigInt(number) * 0x9e37_79b9_7f4a_7c15n) & 0xffff_ffff_ffff_ffffn;
  return scattered.toString(16).padStart(16, "0");
}

function api(number: number): object {
  const id = `api-${number}`;
  return {
    api_id: id,
    org_id: "acme",
    use_oauth2: true,
    proxy: { listen_path: `/${id}/`, target_url: "http://upstream.example/" },
    // A real definition has about 6.5 KB.
    extended_paths: Array.from({ length: 60 }, (_, nth) => ({
      path: `/resource-${nth}/{id}`,
      method: "GET",
      ignored: { enabled: false, headers: { "x-version": "2025-01-01" } },
    })),
  };
}

const session = JSON.stringify({
  org_id: "acme",
  rate: 1_000,
  per: 60,
  expires: 0,
  access_rights: { "api-0": { api_id: "api-0", api_name: "api-0", versions: ["Default"] } },
});
const client = JSON.stringify({
  client_id: "app",
  redirect_uri: "https://r.example/",
  secret: "s",
});
const noTokens = { Pagination: { page_num: 1, page_total: 0, page_size: 100 }, Tokens: [] };
const keys = JSON.stringify({ keys: Array.from({ length: keyCount }, (_, nth) => keyName(nth)) });
const apis = JSON.stringify(Array.from({ length: apiCount }, (_, nth) => api(nth)));
const notFound = JSON.stringify({ status: "error", message: "OAuth Client ID not found" });
const done = JSON.stringify({ status: "ok", message: "tokens revoked successfully" });

let requests = 0;

function respond(method: string, target: string): readonly [status: string, body: string] {
  const [path = "", query = ""] = target.split("?", 2);
  if (path === "/requests") return ["200 OK", JSON.stringify({ requests })];
  requests += 1;
  if (path.startsWith("/tyk/keys/")) return ["200 OK", session];
  if (path === "/tyk/keys") return ["200 OK", keys];
  if (path === "/tyk/apis") return ["200 OK", apis];
  if (path.startsWith("/tyk/apis/")) return ["200 OK", JSON.stringify(api(Number(path.slice(14))))];
  if (path.endsWith("/tokens"))
    return ["200 OK", JSON.stringify(query.includes("page=") ? noTokens : [])];
  if (path.startsWith("/tyk/oauth/clients/apis/")) return ["200 OK", '["api-0"]'];
  if (path === "/tyk/oauth/clients/api-0/app") return ["200 OK", client];
  if (method === "POST") return ["200 OK", done];
  if (/^\/tyk\/oauth\/clients\/[^/]+$/.test(path)) return ["200 OK", `[${client}]`];
  return ["404 Not Found", notFound];
}

const server = createServer({ noDelay: true }, (socket) => {
  const reader = new RequestReader();
  socket.on("data", (chunk) => {
    for (const { method, target } of reader.read(chunk)) {
      const [status, body] = respond(method, target);
      socket.write(
        `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ndate: ${new Date().toUTCString()}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    }
  });
  socket.on("error", () => socket.destroy());
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
