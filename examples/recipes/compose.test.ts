// Checks compose.yaml by the schema of the Compose specification, and the files that it mounts. It starts no container.
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const compose = parse(read("compose.yaml")) as Compose;
const services = Object.values(compose.services);

// dclint, a linter of Compose files, ships the specification's schema.
const linter = dirname(createRequire(import.meta.url).resolve("dclint/package.json"));
const schema = JSON.parse(readFileSync(join(linter, "schemas/compose.schema.json"), "utf8")) as {
  $schema?: string;
};
delete schema.$schema; // "https://json-schema.org/draft-07/schema" is not the draft's own id
const isValid = new Ajv({ strict: false }).compile(schema);

test("fits the schema", () => {
  expect(isValid(compose), JSON.stringify(isValid.errors)).toBe(true);
});

test.each([
  ["an unknown key", { imagee: "redis:7.4-alpine" }],
  ["a condition that does not exist", { depends_on: { redis: { condition: "healthy" } } }],
  ["a health check with an interval without a unit", { healthcheck: { interval: 5 } }],
])("the schema refuses %s", (_, change) => {
  const gateway = { ...compose.services.gateway, ...change };
  expect(isValid({ ...compose, services: { ...compose.services, gateway } })).toBe(false);
});

test("mounts folders that exist, and opens ports on 127.0.0.1 only", () => {
  const mounts = services
    .flatMap(({ volumes = [] }) => volumes)
    .filter((volume) => volume.startsWith("."));
  expect(mounts).toHaveLength(2);
  for (const mount of mounts)
    expect(statSync(new URL(mount.split(":")[0] ?? "", import.meta.url)).isDirectory()).toBe(true);
  const ports = services.flatMap((service) => service.ports ?? []);
  expect(ports).toHaveLength(1);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test("has a version of each image, and no secret of its own", () => {
  for (const { image } of services) expect(image).toMatch(/:v?\d+\.\d+/);
  const { TYK_GW_SECRET } = compose.services.gateway?.environment ?? {};
  expect(TYK_GW_SECRET).toMatch(/^\$\{TYK_GATEWAY_SECRET:\?/);
});

test("the policy grants the API, in the same organisation", () => {
  const api = JSON.parse(read("tyk/apps/orders.json")) as Record<string, unknown>;
  const policies = JSON.parse(read("tyk/policies/policies.json")) as Record<
    string,
    { id: string; org_id: string; access_rights: Record<string, { api_id: string }> }
  >;
  expect(api).toMatchObject({ api_id: "orders", use_oauth2: true, active: true });
  expect(Object.keys(policies)).toEqual(["gold"]);
  for (const [id, policy] of Object.entries(policies)) {
    expect(policy.id).toBe(id);
    expect(policy.org_id).toBe(api.org_id);
    expect(Object.keys(policy.access_rights)).toEqual([api.api_id]);
    expect(Object.values(policy.access_rights)).toMatchObject([{ api_id: api.api_id }]);
  }
});
