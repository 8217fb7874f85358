import { globSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { coded, readDocument, tableOf } from "../support/docs/markdown.ts";
import { optionsOf } from "../support/docs/option-defaults.ts";
import { root } from "../support/docs/root.ts";
import { sessionCacheWaitMs } from "../support/docs/waits.ts";
import { issueToken } from "../support/gateway/oauth-flow.ts";
import { createTestBed, onOrders, testBedWithOneCopy } from "../support/gateway/test-bed.ts";
import type { TestBed } from "../support/gateway/test-bed.ts";

const page = "docs/arguments.md";
const rows = tableOf(page, "argument").map((row) => ({
  argument: coded(row["argument"] ?? "").join(),
  values: coded(row["values"] ?? "").map((value) => value.replaceAll('"', "")),
  defaultValue: coded(row["default"] ?? "").join(),
}));
const sources = globSync("src/verbs/**/*.ts", { cwd: root }).map(readDocument).join("\n");

describe("docs/arguments.md", () => {
  const choices = [...sources.matchAll(/\.oneOf\([\w.]+, "(\w+)", \[([^\]]+)\]\)/g)];

  test("the methods have arguments of fixed values", () => {
    expect(choices.length).toBeGreaterThan(6);
  });

  test.each(choices.map(([, argument = "", values = ""]) => ({ argument, values })))(
    "has the values of $argument: $values",
    ({ argument, values }) => {
      const allowed = values.replaceAll('"', "").split(", ").sort();
      const listed = rows.filter((row) => row.argument === argument);
      expect(listed.map((row) => row.values.toSorted())).toContainEqual(allowed);
    },
  );

  const interfaces = [...sources.matchAll(/export interface (\w+Args)\b/g)];
  const options = interfaces.flatMap(([, name = ""]) => optionsOf(sources, name));

  test.each(
    options.filter(({ option }, at) => options.findIndex((o) => o.option === option) === at),
  )("has the argument $option", ({ option }) => {
    expect(rows.map(({ argument }) => argument)).toContain(option);
  });

  test.each(options.filter(({ defaultValue }) => /^("\w+"|\d+|true|false)$/.test(defaultValue)))(
    "has $option with the default $defaultValue",
    ({ option, defaultValue }) => {
      const listed = rows.filter((row) => row.argument === option);
      expect(listed.map((row) => row.defaultValue)).toContain(defaultValue);
    },
  );
});

describe("How long a method takes", () => {
  interface Case {
    readonly what: string;
    readonly call: (bed: TestBed) => PromiseLike<unknown>;
    readonly withToken: boolean;
    readonly waits: boolean;
  }
  const silver = { policy_id: "silver" };
  const cases: readonly Case[] = [
    {
      what: "clients.delete with a valid token",
      call: ({ tyk }) => tyk.clients.delete(onOrders),
      withToken: true,
      waits: true,
    },
    {
      what: "clients.delete without a token",
      call: ({ tyk }) => tyk.clients.delete(onOrders),
      withToken: false,
      waits: false,
    },
    {
      what: "clients.delete with wait: false",
      call: ({ tyk }) => tyk.clients.delete(onOrders, { wait: false }),
      withToken: true,
      waits: false,
    },
    {
      what: "clients.delete in a dry run",
      call: ({ tyk }) => tyk.withOptions({ dryRun: true }).clients.delete(onOrders),
      withToken: true,
      waits: false,
    },
    {
      what: "tokens.revokeAll without a token",
      call: ({ tyk }) => tyk.tokens.revokeAll(onOrders),
      withToken: false,
      waits: true,
    },
    {
      what: "tokens.revokeAll with a valid token",
      call: ({ tyk }) => tyk.tokens.revokeAll(onOrders),
      withToken: true,
      waits: true,
    },
    {
      what: "clients.cutOff without a token",
      call: ({ tyk }) => tyk.clients.cutOff({ clientId: onOrders.clientId }),
      withToken: false,
      waits: true,
    },
    {
      what: "clients.update to another policy, with a valid token",
      call: ({ tyk }) => tyk.clients.update(onOrders, silver, { tokens: "revoke" }),
      withToken: true,
      waits: true,
    },
    {
      what: "clients.update to another policy, without a token",
      call: ({ tyk }) => tyk.clients.update(onOrders, silver, { tokens: "revoke" }),
      withToken: false,
      waits: false,
    },
    {
      what: "clients.update that keeps the policy",
      call: ({ tyk }) => tyk.clients.update(onOrders, { description: "d" }),
      withToken: true,
      waits: false,
    },
    {
      what: "clients.rotateSecret",
      call: ({ tyk }) => tyk.clients.rotateSecret(onOrders),
      withToken: true,
      waits: false,
    },
  ];

  test.each(cases)("$what waits: $waits", async ({ call, withToken, waits }) => {
    const bed = await testBedWithOneCopy({
      policies: { gold: ["orders", "billing"], silver: ["orders", "billing"] },
    });
    if (withToken) await issueToken(bed);
    // The clock of this gateway stands still, except for the waits of its client.
    const before = bed.gateway.now();
    await call(bed);
    expect(bed.gateway.now() - before).toBe(waits ? sessionCacheWaitMs : 0);
  });

  test("tokens.revokeAll of an unknown client does not wait", async () => {
    const { gateway, tyk } = createTestBed();
    const before = gateway.now();
    await tyk.tokens.revokeAll(onOrders).catch((error: unknown) => error);
    expect(gateway.now() - before).toBe(0);
  });
});
