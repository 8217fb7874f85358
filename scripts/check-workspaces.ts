// Creates npm, pnpm and yarn monorepos with the package as a member, and uses the package there. Checks the committed state.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printResult } from "./support/print-result.ts";
import { root } from "./support/root.ts";
import { packageManagers } from "./workspaces/package-managers.ts";
import { Monorepo } from "./workspaces/monorepo.ts";

process.chdir(root);
const only = process.argv.slice(2);
let failed = false;
for (const manager of packageManagers.filter(
  ({ name }) => only.length === 0 || only.includes(name),
)) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `tyk-oauth-${manager.name}-`)));
  try {
    const monorepo = new Monorepo(join(folder, "monorepo"), manager);
    const steps: [string, () => string[]][] = [
      ["installing the monorepo also builds the package", () => monorepo.checkInstall()],
      [
        "an app that uses the package type-checks, is bundled, and runs",
        () => monorepo.checkBuild(),
      ],
      ["a change of the spec causes a type error in the app", () => monorepo.checkSpecChange()],
    ];
    for (const [title, step] of steps) {
      const problems = step();
      printResult(`${manager.name}: ${title}`, problems);
      failed ||= problems.length > 0;
      if (problems.length > 0) break;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
process.exitCode = failed ? 1 : 0;
