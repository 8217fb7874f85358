// Runs a private registry on 127.0.0.1 in a separate process. Reading and writing need a token. It has no upstream registry.
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

/** The used part of Verdaccio. */
interface Verdaccio {
  readonly runServer: (config: object) => Promise<Server>;
}

const [verdaccio = "", folder = ""] = process.argv.slice(2);
const { runServer } = createRequire(import.meta.url)(verdaccio) as Verdaccio;
const access = "$authenticated";
const config = {
  storage: `${folder}/storage`,
  self_path: folder,
  auth: { htpasswd: { file: `${folder}/htpasswd`, max_users: 1 } },
  uplinks: {},
  packages: { "@tyk-oauth/*": { access, publish: access, unpublish: access } },
  log: { type: "stdout", format: "pretty", level: "fatal" },
  web: { enable: false },
};

const server = await runServer(config);
server.listen({ port: 0, host: "127.0.0.1" }, () => {
  process.send?.((server.address() as AddressInfo).port);
});
// Exits with the parent process, which stops the registry otherwise.
process.once("disconnect", () => process.exit());
