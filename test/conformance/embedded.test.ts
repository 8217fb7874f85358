import { describe, test } from "vitest";
import { cases } from "./cases/index.ts";
import { embeddedWorld } from "../support/conformance/targets/embedded.ts";
import { kinds } from "../support/recordings/recorded-gateways.ts";
import { canShow } from "../support/conformance/world.ts";

for (const [name, kind] of Object.entries(kinds)) {
  describe(`the embedded gateway as ${name}`, () => {
    for (const one of cases.filter((each) => canShow(kind, each)))
      test(one.name, () => one.run(embeddedWorld(kind, one)));
  });
}
