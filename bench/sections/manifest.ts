import { TykOAuth } from "@tyk-oauth/sdk";
import type { OAuthClient, TykFetch } from "@tyk-oauth/sdk";
import { applyPlan, parseManifest, planManifest } from "@tyk-oauth/sdk/manifest";
import { createFigure } from "../report/table.ts";
import type { Figure, Row, Table } from "../report/table.ts";
import { summarize } from "../support/statistics.ts";
import type { SectionContext } from "./section-context.ts";

const apis = ["orders", "billing", "vault"];
const counts = [1_000, 10_000, 20_000];
const json = { headers: { "content-type": "application/json" } };
/** An apply sends many requests for each client, so the largest fleet is left out. */
const mostApplied = 10_000;

/** Measures the processor time of plans of many clients, without a gateway: a stub of `fetch` returns prepared text. */
export async function measureManifest({ settings }: SectionContext): Promise<Table> {
  const rows: Row[] = [];
  for (const count of counts) {
    const { tyk } = createStubbedClient(count);
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
    const applied = count > mostApplied ? [] : await measureApply(count, settings.generates);
    const name = `${count.toLocaleString("en")} clients`;
    const times = runs.map((values) => createFigure("ms", summarize(values)));
    rows.push({ name, figures: [...times, ...applied] });
  }
  return {
    title: "Plan and apply of a manifest",
    about: `\`parseManifest\`, \`planManifest\` and \`applyPlan\` of clients that each exist on ${apis.length} APIs, in processor time of the process. The gateway is a stub of \`fetch\`, so its own time is not included. "lists alone" reads and checks the same lists with \`clients.list\`. "apply" changes a field of every client, and "its requests alone" sends as many requests to the stub and parses their JSON.`,
    columns: [
      "lists alone",
      "plan, nothing changed",
      "plan, every client changed",
      "apply",
      "its requests alone",
      "requests of a client",
    ],
    rows,
  };
}

/** Measures the apply of a plan that changes every client. Each run changes them anew. */
async function measureApply(count: number, runs: number): Promise<readonly Figure[]> {
  const { tyk, fetch, requests } = createStubbedClient(count);
  const [times, alone, perClient]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < runs; run += 1) {
    const manifest = await parseManifest(manifestOf(count, `run ${run}`));
    const plan = await planManifest(tyk, manifest);
    const from = requests();
    const ms = await processorMs(async () => {
      const { complete } = await applyPlan(tyk, plan, { concurrency: 8 });
      if (!complete) throw new Error("the plan was not applied");
    });
    const sent = requests() - from;
    times.push(ms);
    perClient.push(sent / count);
    const url = `https://gateway.invalid${clientPath("orders", 0)}`;
    alone.push(
      await processorMs(async () => {
        for (let at = 0; at < sent; at += 1) await (await fetch(url, {})).json();
      }),
    );
  }
  return [
    createFigure("ms", summarize(times)),
    createFigure("ms", summarize(alone)),
    createFigure("", summarize(perClient)),
  ];
}

async function processorMs(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

interface StubbedGateway {
  readonly tyk: TykOAuth;
  readonly fetch: TykFetch;
  /** How many requests were sent so far. */
  readonly requests: () => number;
}

/** Creates a client of a stub that stores the clients of each API as JSON. */
function createStubbedClient(count: number): StubbedGateway {
  const access_rights = Object.fromEntries(apis.map((apiId) => [apiId, {}]));
  const stored = new Map([
    ["/tyk/policies", JSON.stringify([{ id: "gold", org_id: "acme", access_rights }])],
  ]);
  for (const api_id of apis) {
    const proxy = { listen_path: `/${api_id}/` };
    const api = { api_id, org_id: "acme", use_oauth2: true, proxy };
    stored.set(`/tyk/apis/${api_id}`, JSON.stringify(api));
    for (let at = 0; at < count; at += 1)
      stored.set(clientPath(api_id, at), JSON.stringify(clientOf(at, fieldsOf(at, "x"))));
  }
  const respond = (path: string, body: unknown): string => {
    if (typeof body === "string") {
      const { client_id, secret } = JSON.parse(stored.get(path) ?? "{}") as OAuthClient;
      stored.set(path, JSON.stringify({ ...(JSON.parse(body) as object), client_id, secret }));
    }
    const found = stored.get(path);
    if (found !== undefined) return found;
    const id = path.slice(path.lastIndexOf("/") + 1);
    return `[${Array.from({ length: count }, (_, at) => stored.get(clientPath(id, at))).join()}]`;
  };
  let sent = 0;
  const fetch: TykFetch = (url, init) => {
    sent += 1;
    return Promise.resolve(new Response(respond(new URL(url).pathname, init.body), json));
  };
  const tyk = new TykOAuth({
    baseUrl: "https://gateway.invalid",
    secret: "secret",
    maxResponseBytes: 2 ** 30,
    fetch,
  });
  return { tyk, fetch, requests: () => sent };
}

function clientPath(apiId: string, at: number): string {
  return `/tyk/oauth/clients/${apiId}/client-${at}`;
}

function clientOf(at: number, fields: object): OAuthClient {
  return { client_id: `client-${at}`, secret: `secret-${at}`, ...fields };
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
