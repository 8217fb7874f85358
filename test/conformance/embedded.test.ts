import { describe, test } from "vitest";
import { cases } from "./cases/index.ts";
import { embeddedContext } from "../support/conformance/targets/embedded.ts";
import { kinds } from "../support/recordings/recorded-gateways.ts";
import { canRunOn } from "../support/conformance/case.ts";

for (const [name, kind] of Object.entries(kinds)) {
  describe(`the embedded gateway as ${name}`, () => {
    for (const one of cases.filter((each) => canRunOn(kind, each)))
      test(one.name, () => one.run(embeddedContext(kind, one)));
  });
}
