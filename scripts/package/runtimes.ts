import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { allNodes } from "../support/nodes.ts";
import { failureOf } from "../support/run.ts";
import type { Check } from "./check.ts";
import { packageName } from "./pack.ts";

const call = `
const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
const ref = { apiId: "orders", clientId: "shop-web" };
const make = async () => {
  const tyk = new TykOAuth({ baseUrl: gateway.url, secret: gateway.secret, fetch: gateway.fetch });
  await tyk.clients.create({ api_id: "orders", policy_id: "gold", client_id: "shop-web", redirect_uri: "https://shop.example/cb" });
  const { client_id } = await tyk.clients.get(ref);
  if (client_id !== "shop-web") throw new Error("the wrong client");
  await tyk.clients.delete(ref, { wait: false });
  const error = await tyk.clients.get(ref).catch((error) => error);
  if (!isTykError(error) || error.code !== "not-found") throw error;
  if (typeof createNodeFetch() !== "function") throw new Error("no fetch");
};
`;

const programs: Readonly<Record<string, string>> = {
  "import.mjs": `import { TykOAuth, isTykError } from "${packageName}";
import { createNodeFetch } from "${packageName}/node";
import { createGateway } from "${packageName}/testing";
${call}
await make();`,
  "require.cjs": `const { TykOAuth, isTykError } = require("${packageName}");
const { createNodeFetch } = require("${packageName}/node");
const { createGateway } = require("${packageName}/testing");
${call}
make().then(async () => {
  const imported = await import("${packageName}");
  if (imported.TykOAuth !== TykOAuth) throw new Error("import() gives another class than require()");
});`,
};

export const runtimes: Check = {
  title: "import and require() on every Node that is supported",
  problems: ({ app }) => {
    for (const [name, code] of Object.entries(programs)) writeFileSync(join(app, name), code);
    return allNodes().flatMap(({ version, path }) =>
      Object.keys(programs).flatMap((name) => {
        // A warning on the way is a fault as well, but for Node 20 and 22, which warn of any require() of an ES module.
        const flags = name === "require.cjs" ? ["--disable-warning=ExperimentalWarning"] : [];
        const failed = failureOf(path, [...flags, "--throw-deprecation", name], { cwd: app });
        return failed === undefined ? [] : [`Node ${version}, ${name}: ${failed}`];
      }),
    );
  },
};
