// Draws the pictures of docs/pictures/: runs the built command on a terminal, against an embedded gateway over HTTP.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Testing from "@tyk-oauth/sdk/testing";
import { readScreen } from "./pictures/read-screen.ts";
import { record } from "./pictures/record.ts";
import type { Answer } from "./pictures/record.ts";
import { toSvg } from "./pictures/to-svg.ts";
import { root } from "./support/root.ts";

const columns = 92;
/** A fixed port: doctor shows it. */
const port = 18_080;
const manifest = "clients.yaml";

/** The command line of each picture, and the answer to its question. They run in this order, on one gateway. */
const pictures: Readonly<Record<string, readonly [line: string, answer?: Answer]>> = {
  doctor: ["doctor"],
  plan: [`plan ${manifest}`],
  apply: [`apply ${manifest} --secret-out secrets`, { when: "Apply this plan?", type: "y" }],
  "cut-off": [
    "cut-off shop-web --secret-out shop-web.secret",
    { when: "Type the client id", type: "shop-web\r" },
  ],
  audit: ["audit"],
};

const testing = (await import(`${root}/dist/testing.js`)) as typeof Testing;
const gateway = testing.createGateway({
  listHashedKeys: true,
  hashKeyFunction: "murmur64",
  policies: { gold: ["orders", "billing"] },
});
const { clients, raw } = gateway.client();
const secret = "the-shop-has-a-long-secret-of-its-own";
await clients.create({
  client_id: "shop-web",
  policy_id: "gold",
  secret,
  redirect_uri: "https://shop.example/cb",
  description: "Shop web front",
  meta_data: { team: "storefront" },
});
await clients.create(
  { client_id: "legacy", redirect_uri: "http://legacy.example", secret: "letmein" },
  { apis: ["orders"], lint: "warn" },
);
await raw.oauthToken(
  { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
  { headers: { authorization: `Basic ${btoa(`shop-web:${secret}`)}` } },
);
const server = await gateway.listen({ port });
const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-pictures-"));
const target = join(root, "docs/pictures");
try {
  mkdirSync(target, { recursive: true });
  cpSync(join(root, "test/support/cli/shop.yaml"), join(folder, manifest));
  const env = { TYK_GATEWAY_URL: server.url, TYK_GATEWAY_SECRET: gateway.secret };
  for (const [name, [line, answer]] of Object.entries(pictures)) {
    const options = { program: join(root, "dist/cli.js"), folder, env, columns };
    const written = await record(
      line.split(" "),
      answer === undefined ? options : { ...options, answer },
    );
    const shown = `\u001b[2m$\u001b[22m \u001b[1mtyk-oauth ${line}\u001b[22m\r\n${written}`;
    const svg = toSvg(await readScreen(shown, columns), columns, `tyk-oauth ${line}`);
    writeFileSync(join(target, `${name}.svg`), svg);
    console.log(`docs/pictures/${name}.svg: ${Math.ceil(svg.length / 1024)} KiB`);
  }
} finally {
  rmSync(folder, { recursive: true });
  await server.close();
}
