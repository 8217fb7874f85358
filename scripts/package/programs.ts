import { packageName } from "./pack.ts";

/** The function `run`, which uses every entry of the package. Valid JavaScript and TypeScript. */
export const main: string = `
const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
const ref = { apiId: "orders", clientId: "shop-web" };
const run = async () => {
  const tyk = new TykOAuth({ baseUrl: gateway.url, secret: gateway.secret, fetch: gateway.fetch });
  await tyk.clients.create({ api_id: "orders", policy_id: "gold", client_id: "shop-web", redirect_uri: "https://shop.example/cb" });
  const { client_id } = await tyk.clients.get(ref);
  if (client_id !== "shop-web") throw new Error("the wrong client");
  await tyk.clients.delete(ref, { wait: false });
  const error = await tyk.clients.get(ref).catch((error) => error);
  if (!isTykError(error) || error.code !== "not-found") throw error;
  if (typeof createNodeFetch() !== "function") throw new Error("no fetch");
  const { apis } = await parseManifest({ version: 1, apis: ["orders"] });
  if (apis.length !== 1) throw new Error("the wrong manifest");
};
`;

/** Programs that use every entry of the package with the embedded gateway. They exit with an error if anything is wrong. */
export const programs: Readonly<Record<string, string>> = {
  "import.mjs": `import { TykOAuth, isTykError } from "${packageName}";
import { createNodeFetch } from "${packageName}/node";
import { parseManifest } from "${packageName}/manifest";
import { createGateway } from "${packageName}/testing";
${main}
await run();`,
  "require.cjs": `const { TykOAuth, isTykError } = require("${packageName}");
const { createNodeFetch } = require("${packageName}/node");
const { parseManifest } = require("${packageName}/manifest");
const { createGateway } = require("${packageName}/testing");
${main}
run().then(async () => {
  const imported = await import("${packageName}");
  if (imported.TykOAuth !== TykOAuth) throw new Error("import() gives another class than require()");
});`,
  // Fake timers that are set after the import and before the first call must stop no request, and the secret comes from a file. Both
  // cross the border between the main entry and the engine. If a request is stopped, Node exits with 13.
  "first-call.mjs": `import { writeFileSync } from "node:fs";
import { TykOAuth } from "${packageName}";
globalThis.setImmediate = () => {};
const { createGateway } = await import("${packageName}/testing");
const gateway = createGateway({ apis: ["orders"] });
writeFileSync("secret.txt", gateway.secret);
process.env.TYK_GATEWAY_URL = gateway.url;
process.env.TYK_GATEWAY_SECRET_FILE = "secret.txt";
const tyk = TykOAuth.fromEnv({ fetch: gateway.fetch, maxConcurrency: 1 });
const calls = [tyk.apis.list(), tyk.apis.list(), tyk.withOptions({ timeoutMs: 60_000 }).apis.list()];
for (const apis of await Promise.all(calls)) if (apis.length !== 1) throw new Error("the wrong APIs");`,
};

/** Code whose types must compile. */
const common = `
const options: TykOAuthOptions = { baseUrl: "https://gateway.example", secret: async () => "s", maxRetries: 1 };
export const tyk = new TykOAuth(options);
export async function nameOf(clientId: string): Promise<string> {
  try {
    const { data, response } = await tyk.clients.get({ apiId: "orders", clientId }).withResponse();
    const name: string = data.description ?? "";
    const status: number = response.status;
    return name + status;
  } catch (error) {
    if (isTykError(error) && error.code === "timeout") return error.phase;
    throw error;
  }
}
export async function codes(): Promise<string[]> {
  const all: string[] = [];
  for await (const { code } of tyk.tokens.iterate({ apiId: "orders", clientId: "shop-web" })) all.push(code);
  return all;
}
export async function apply(value: unknown): Promise<ApplyReport> {
  const manifest = await parseManifest(value, { secrets: (reference) => ("env" in reference ? reference.env : "") });
  return applyPlan(tyk, await planManifest(tyk, manifest), { maxDeletes: 1 });
}
export const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
// @ts-expect-error A target with several copies is not a ref: the types must refuse it.
void tyk.clients.get({ clientId: "shop-web", apis: "all" });
`;

/** A program for type checks on a runtime with web APIs. */
export const webTypeProgram: string = `import { TykOAuth, isTykError } from "${packageName}";
import type { TykOAuthOptions } from "${packageName}";
import { applyPlan, parseManifest, planManifest } from "${packageName}/manifest";
import type { ApplyReport } from "${packageName}/manifest";
import { createGateway } from "${packageName}/testing";
${common}`;

/** A program for type checks on Node, which also uses `@tyk-oauth/sdk/node`. */
export const nodeTypeProgram: string = `import { createNodeFetch } from "${packageName}/node";
${webTypeProgram}
export const overTls = new TykOAuth({ ...options, fetch: createNodeFetch({ maxSockets: 3 }) });
`;
