import { test } from "vitest";
import { cases } from "./cases/index.ts";
import { takeLiveGateway } from "./targets/live.ts";

const gateway = await takeLiveGateway();

for (const one of cases.filter(
  ({ needsStorage, on }) => needsStorage !== true && on?.(gateway.kind) !== false,
)) {
  test(`${one.name} (running gateway ${gateway.kind.version})`, () =>
    gateway.run((world) => one.run(world)));
}
