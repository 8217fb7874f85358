import { describe, expect, test } from "vitest";
import type { ApiDefinition } from "../../../src/index.ts";
import { ShortMemory } from "../../../src/internal/short-memory.ts";
import { TestRuntime } from "../support/runtime.ts";
import { api } from "../support/samples.ts";

describe("a short memory", () => {
  test("are there for a minute, and not a moment longer", () => {
    const runtime = new TestRuntime();
    const definitions = new ShortMemory<ApiDefinition>(runtime);
    expect(definitions.get("orders")).toBeUndefined();
    definitions.set("orders", api);
    expect(definitions.get("orders")).toBe(api);
    runtime.time += 59_999;
    expect(definitions.get("orders")).toBe(api);
    runtime.time += 1;
    expect(definitions.get("orders")).toBeUndefined();
    // Gone for good, even if the clock goes back.
    runtime.time -= 60_000;
    expect(definitions.get("orders")).toBeUndefined();
  });

  test("live a minute from the last time that they were read", () => {
    const runtime = new TestRuntime();
    const definitions = new ShortMemory<ApiDefinition>(runtime);
    definitions.set("orders", api);
    runtime.time += 59_000;
    const newer = { ...api, name: "newer" };
    definitions.set("orders", newer);
    runtime.time += 59_000;
    expect(definitions.get("orders")).toBe(newer);
  });

  test("are kept by id, and forgotten one by one", () => {
    const definitions = new ShortMemory<ApiDefinition>(new TestRuntime());
    definitions.set("orders", api);
    const billing = { ...api, api_id: "billing" };
    definitions.set("billing", billing);
    definitions.delete("orders");
    expect(definitions.get("orders")).toBeUndefined();
    expect(definitions.get("billing")).toBe(billing);
  });

  test("are a thousand at most: the oldest goes first", () => {
    const definitions = new ShortMemory<ApiDefinition>(new TestRuntime());
    for (let at = 0; at < 1_000; at += 1) definitions.set(`api-${at}`, api);
    expect(definitions.get("api-0")).toBe(api);
    definitions.set("one-more", api);
    expect(definitions.get("api-0")).toBeUndefined();
    expect(definitions.get("api-1")).toBe(api);
    expect(definitions.get("api-999")).toBe(api);
    expect(definitions.get("one-more")).toBe(api);
  });
});
