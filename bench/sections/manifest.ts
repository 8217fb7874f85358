import { TykOAuth } from "@tyk-oauth/sdk";
import { parseManifest, planManifest } from "@tyk-oauth/sdk/manifest";
import { createFigure } from "../report/table.ts";
import type { Row, Table } from "../report/table.ts";
import { summarize } from "../support/statistics.ts";
import type { SectionContext } from "./section-context.ts";

const apis = ["orders", "billing", "vault"];
const counts = [1_000, 10_000, 20_000];
const json = { headers: { "content-type": "application/json" } };

/** Measures the processor time of plans of many clients, without a gateway: a stub of `fetch` returns prepared text. */
export async function measureManifest({ settings }: SectionContext): Promise<Table> {
  const rows: Row[] = [];
  for (const count of counts) {
    const tyk = createStubbedClient(count);
    const inSync = manifestOf(count, "x");
    const changed = manifestOf(count, "y");
    const lists = (): Promise<unknown> =>
      Promise.all(apis.map((apiId) => tyk.clients.list({ apiId })));
    const plan = async (value: unknown): Promise<unknown> =>
      planManifest(tyk, await parseManifest(value));
    // The first run compiles the code.
    await plan(changed);
    const runs: number[][] = [[], [], []];
    for (let run = 0; run < settings.generates; run += 1)
      for (const [at, measure] of [lists, () => plan(inSync), () => plan(changed)].entries())
        runs[at]?.push(await processorMs(measure));
    const name = `${count.toLocaleString("en")} clients`;
    rows.push({ name, figures: runs.map((values) => createFigure("ms", summarize(values))) });
  }
  return {
    title: "Plan of a manifest",
    about: `\`parseManifest\` and \`planManifest\` of clients that each exist on ${apis.length} APIs, in processor time of the process. The lists of clients come from a stub of \`fetch\`, so the gateway's own time is not included. "lists alone" reads and checks the same lists with \`clients.list\`.`,
    columns: ["lists alone", "nothing changed", "every client changed"],
    rows,
  };
}

async function processorMs(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function createStubbedClient(count: number): TykOAuth {
  const clients = JSON.stringify(
    Array.from({ length: count }, (_, at) => ({
      client_id: `client-${at}`,
      secret: `secret-${at}`,
      ...fieldsOf(at, "x"),
    })),
  );
  const access_rights = Object.fromEntries(apis.map((apiId) => [apiId, {}]));
  const policies = JSON.stringify([{ id: "gold", org_id: "acme", access_rights }]);
  const respond = (path: string): string => {
    if (path === "/tyk/policies") return policies;
    const api_id = path.slice(path.lastIndexOf("/") + 1);
    const api = { api_id, org_id: "acme", use_oauth2: true, proxy: { listen_path: `/${api_id}/` } };
    return path.startsWith("/tyk/apis/") ? JSON.stringify(api) : clients;
  };
  return new TykOAuth({
    baseUrl: "https://gateway.invalid",
    secret: "secret",
    maxResponseBytes: 2 ** 30,
    fetch: (url) => Promise.resolve(new Response(respond(new URL(url).pathname), json)),
  });
}

function manifestOf(count: number, description: string): unknown {
  const entries = Array.from({ length: count }, (_, at) => [
    `client-${at}`,
    fieldsOf(at, description),
  ]);
  return { version: 1, apis, clients: Object.fromEntries(entries) as unknown };
}

function fieldsOf(at: number, description: string): object {
  const redirect_uri = `https://app-${at}.example/cb`;
  return { redirect_uri, policy_id: "gold", description, meta_data: { team: `team-${at % 7}` } };
}
