import { afterAll, test } from "vitest";
import { httpCases } from "./http-cases.ts";
import { serveGateway } from "../support/runtimes/serve-gateway.ts";

const served = await serveGateway();
afterAll(() => served[Symbol.asyncDispose]());

for (const { name, run } of httpCases)
  test(name, () => run({ ...served.target, isBrowser: false }));
