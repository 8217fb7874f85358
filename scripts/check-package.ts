// Packs the package, installs it into a separate project, and checks it from a user's side. Needs a fresh build.
import { apiReport } from "./package/api-report.ts";
import { command } from "./package/command.ts";
import { attw, publint } from "./package/linters.ts";
import { contents } from "./package/contents.ts";
import { jest } from "./package/jest.ts";
import { lazyLoading } from "./package/lazy-loading.ts";
import { links } from "./package/links.ts";
import { manifest } from "./package/manifest.ts";
import { packAndInstall } from "./package/pack.ts";
import { printResult } from "./support/print-result.ts";
import { runtimes } from "./package/runtimes.ts";
import { size } from "./package/size.ts";
import { sourceMaps } from "./package/source-maps.ts";
import { treeShaking } from "./package/tree-shaking.ts";
import { types } from "./package/types.ts";
import { root } from "./support/root.ts";

process.chdir(root);
using packed = packAndInstall();
const checks = [
  contents,
  manifest,
  links,
  publint,
  attw,
  apiReport,
  lazyLoading,
  size,
  sourceMaps,
  treeShaking,
  runtimes,
  command,
  // Installs Jest twice and takes minutes, so CI leaves it out.
  ...(process.argv.includes("--jest") ? [jest] : []),
  types,
];
let failed = 0;
for (const { title, findProblems } of checks) {
  const problems = await findProblems(packed);
  printResult(title, problems);
  if (problems.length > 0) failed += 1;
}
console.log(
  failed === 0
    ? `All ${checks.length} checks of the package passed (${packed.files.length} files).`
    : `${failed} of ${checks.length} checks failed. Fix the problems above and run \`npm run check:package\` again.`,
);
process.exitCode = failed === 0 ? 0 : 1;
