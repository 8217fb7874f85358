import { createFigure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { measureBundle } from "../../scripts/package/measure-bundle.ts";
import { root } from "../../scripts/support/root.ts";
import { summarize } from "../support/statistics.ts";

interface App {
  readonly code: string;
  readonly platform?: "browser";
  readonly target?: Target;
}

/** The code of an app that uses each package. */
const apps: Readonly<Record<string, App>> = {
  "@tyk-oauth/sdk": {
    code: `import { TykOAuth } from "@tyk-oauth/sdk"; globalThis.app = new TykOAuth({ baseUrl: "https://gateway.example", secret: "s" });`,
    target: { bound: "at most", value: 10 },
  },
  "@tyk-oauth/sdk/manifest": {
    code: `import { applyPlan, parseManifest, planManifest } from "@tyk-oauth/sdk/manifest"; globalThis.app = [applyPlan, parseManifest, planManifest];`,
  },
  "@tyk-oauth/sdk/node": {
    code: `import { createNodeFetch } from "@tyk-oauth/sdk/node"; globalThis.app = createNodeFetch();`,
  },
  "generated client": {
    code: `import { createClient } from "./generated/client/index.ts"; import * as sdk from "./generated/index.ts"; globalThis.app = [createClient(), sdk];`,
  },
  "openapi-fetch": {
    code: `import createClient from "openapi-fetch"; globalThis.app = createClient();`,
  },
  ky: { code: `import ky from "ky"; globalThis.app = ky.create();` },
  "axios, for browsers": {
    code: `import axios from "axios"; globalThis.app = axios.create();`,
    platform: "browser",
  },
  "axios, for Node": { code: `import axios from "axios"; globalThis.app = axios.create();` },
};

/** Measures how much code an app loads. */
export async function measureSize(): Promise<Table> {
  const rows: Row[] = [];
  for (const [name, app] of Object.entries(apps)) {
    const { eager, total } = await measureBundle(app.code, root, app.platform);
    rows.push({
      name,
      figures: [
        createFigure("KiB", summarize([eager]), app.target),
        createFigure("KiB", summarize([total])),
      ],
    });
  }
  return {
    title: "Size",
    about:
      "An app that creates one client, bundled by esbuild (minified, ES modules, for Node unless the name says otherwise), each file gzipped at level 9. The columns are the code that is loaded at start, and all code including what is loaded on demand.",
    columns: ["at start", "in total"],
    rows,
    chart: { column: 0, whole: 1, better: "less" },
  };
}
