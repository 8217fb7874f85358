// Makes monorepos of npm, pnpm and yarn with the package as a member, and uses it there. Works on what is committed.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { report } from "./support/report.ts";
import { root } from "./support/root.ts";
import { managers } from "./workspaces/managers.ts";
import { Monorepo } from "./workspaces/monorepo.ts";

process.chdir(root);
const only = process.argv.slice(2);
let failed = false;
for (const manager of managers.filter(({ name }) => only.length === 0 || only.includes(name))) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `tyk-oauth-${manager.name}-`)));
  try {
    const monorepo = new Monorepo(join(folder, "monorepo"), manager);
    const steps: [string, () => string[]][] = [
      ["installs and builds the package by itself", () => monorepo.install()],
      ["an app of it type-checks, is bundled, and runs", () => monorepo.build()],
      ["a change of the spec is a type error of the app", () => monorepo.changeOfSpec()],
    ];
    for (const [title, step] of steps) {
      const problems = step();
      report(`${manager.name}: ${title}`, problems);
      failed ||= problems.length > 0;
      if (problems.length > 0) break;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
process.exitCode = failed ? 1 : 0;
