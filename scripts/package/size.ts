import type { Check } from "./check.ts";
import { packageName } from "./pack.ts";
import { weigh } from "./weigh.ts";

const budgetKiB = 10;

const app = `import { TykOAuth } from "${packageName}"; globalThis.app = new TykOAuth({ baseUrl: "https://gateway.example", secret: "s" });`;

export const size: Check = {
  title: `An app that makes a client loads at most ${budgetKiB} KiB at start, minified and gzipped`,
  problems: async (packed) => {
    const { eager } = await weigh(app, packed.app);
    return eager <= budgetKiB ? [] : [`it loads ${eager.toFixed(1)} KiB`];
  },
};
