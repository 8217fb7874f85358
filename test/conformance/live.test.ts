import { test } from "vitest";
import { cases } from "./cases/index.ts";
import { takeLiveGateway } from "../support/conformance/targets/live.ts";
import { canShow } from "../support/conformance/world.ts";

const gateway = await takeLiveGateway();

for (const one of cases.filter(
  (each) => each.needsStorage !== true && each.options === undefined && canShow(gateway.kind, each),
)) {
  test(`${one.name} (running gateway ${gateway.kind.version})`, () =>
    gateway.run((world) => one.run(world)));
}
