// Packs the package, installs it into a project of its own, and looks at it as its users will. Wants a fresh build.
import { apiReport } from "./package/api-report.ts";
import { attw, publint } from "./package/linters.ts";
import { contents } from "./package/contents.ts";
import { loads } from "./package/loads.ts";
import { manifest } from "./package/manifest.ts";
import { pack } from "./package/pack.ts";
import { report } from "./support/report.ts";
import { runtimes } from "./package/runtimes.ts";
import { size } from "./package/size.ts";
import { sourceMaps } from "./package/source-maps.ts";
import { treeShaking } from "./package/tree-shaking.ts";
import { types } from "./package/types.ts";
import { root } from "./support/root.ts";

process.chdir(root);
using packed = pack();
const checks = [
  contents,
  manifest,
  publint,
  attw,
  apiReport,
  loads,
  size,
  sourceMaps,
  treeShaking,
  runtimes,
  types,
];
let failed = 0;
for (const { title, problems } of checks) {
  const found = await problems(packed);
  report(title, found);
  if (found.length > 0) failed += 1;
}
console.log(
  failed === 0
    ? `The package is what its users need (${packed.files.length} files).`
    : `${failed} of ${checks.length} failed.`,
);
process.exitCode = failed === 0 ? 0 : 1;
