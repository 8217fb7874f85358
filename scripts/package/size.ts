import type { Check } from "./check.ts";
import { packageName } from "./pack.ts";
import { measureBundle } from "./measure-bundle.ts";

// 7.8 KiB today.
const budgetKiB = 7.9;

const app = `import { TykOAuth } from "${packageName}"; globalThis.app = new TykOAuth({ baseUrl: "https://gateway.example", secret: "s" });`;

export const size: Check = {
  title: `An app that creates a client loads at most ${budgetKiB} KiB at start, minified and gzipped`,
  findProblems: async (packed) => {
    const { eager } = await measureBundle(app, packed.app);
    return eager <= budgetKiB ? [] : [`the app loads ${eager.toFixed(1)} KiB`];
  },
};
