import { test } from "vitest";
import { cases } from "./cases/index.ts";
import { connectLiveGateway } from "../support/conformance/targets/live.ts";
import { canRunOn } from "../support/conformance/case.ts";

const gateway = await connectLiveGateway();

for (const one of cases.filter(
  (each) =>
    each.needsStorage !== true && each.options === undefined && canRunOn(gateway.kind, each),
)) {
  test(`${one.name} (running gateway ${gateway.kind.version})`, () =>
    gateway.run((context) => one.run(context)));
}
