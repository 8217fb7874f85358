import { describe, test } from "vitest";
import { cases } from "./cases/index.ts";
import { embeddedWorld } from "./targets/embedded.ts";
import { kinds } from "../support/recorded-gateways.ts";
import { canShow } from "./world.ts";

for (const [name, kind] of Object.entries(kinds)) {
  describe(`the embedded gateway as ${name}`, () => {
    for (const one of cases.filter((each) => canShow(kind, each)))
      test(one.name, () => one.run(embeddedWorld(kind, one)));
  });
}
