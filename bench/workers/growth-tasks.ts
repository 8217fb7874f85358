import { TykOAuth } from "@tyk-oauth/sdk";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import { apiIdOf, apiOfMany } from "../gateway/large-gateway.ts";
import { clientId, secret } from "../gateway/responses.ts";

/** Does its work on a gateway, and returns how many elements it saw. */
export type GrowthTask = (baseUrl: string) => Promise<number>;

/** The name of a section that measures growth. */
export type GrowthSection = "sweep" | "lists" | "copies";

/** The tasks of each section. The first task of a section is the naive way. */
export const growthTasks: Readonly<Record<GrowthSection, Readonly<Record<string, GrowthTask>>>> = {
  sweep: {
    "fetch, one by one": async (baseUrl) => {
      const { keys } = (await fetchJson(`${baseUrl}/tyk/keys`)) as { keys: string[] };
      for (const key of keys) await fetchJson(`${baseUrl}/tyk/keys/${key}?hashed=true`);
      return keys.length;
    },
    "tokens.find": (baseUrl) => sweep(new TykOAuth({ baseUrl, secret })),
    "tokens.find + node": (baseUrl) =>
      sweep(new TykOAuth({ baseUrl, secret, fetch: createNodeFetch() })),
  },
  lists: {
    "fetch and JSON.parse": async (baseUrl) => {
      const clients = await fetchJson(`${baseUrl}/tyk/oauth/clients/${apiOfMany}`);
      return (clients as unknown[]).length;
    },
    "clients.list": async (baseUrl) =>
      (await new TykOAuth({ baseUrl, secret }).clients.list({ apiId: apiOfMany })).length,
    "clients.iterate": async (baseUrl) => {
      const tyk = new TykOAuth({ baseUrl, secret });
      let count = 0;
      for await (const { client_id } of tyk.clients.iterate({ apiId: apiOfMany }))
        if (client_id !== "") count += 1;
      return count;
    },
  },
  copies: {
    "fetch, one by one": async (baseUrl) => {
      const apis = (await fetchJson(`${baseUrl}/tyk/apis`)) as { api_id: string }[];
      for (const { api_id } of apis)
        await fetchJson(`${baseUrl}/tyk/oauth/clients/${api_id}/${clientId}`);
      return apis.length;
    },
    "clients.inspect": async (baseUrl) => {
      const { copies } = await new TykOAuth({ baseUrl, secret }).clients.inspect({ clientId });
      return copies.length;
    },
    "clients.iterateAll": async (baseUrl) => {
      let count = 0;
      for await (const { apiId } of new TykOAuth({ baseUrl, secret }).clients.iterateAll())
        if (apiId !== "") count += 1;
      return count;
    },
  },
};

/** Reads the session of every key, and finds none that matches. */
async function sweep(tyk: TykOAuth): Promise<number> {
  let seen = 0;
  const where = (): boolean => {
    seen += 1;
    return false;
  };
  await tyk.tokens.find({ apiId: apiIdOf(0), where });
  return seen;
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { headers: { "x-tyk-authorization": secret } });
  return JSON.parse(await response.text()) as unknown;
}
