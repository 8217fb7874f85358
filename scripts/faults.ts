// Runs test/faults/ against the built package: on the project's own Node, or with --all on every line that is supported.
import { join } from "node:path";
import { bundle } from "./faults/bundle.ts";
import { makeCertificates } from "./faults/certificates.ts";
import { allNodes, ownNode } from "./support/nodes.ts";
import { runOn } from "./faults/run.ts";
import { showTable } from "./faults/table.ts";
import { root } from "./support/root.ts";

const nodes = process.argv.includes("--all") ? allNodes() : [ownNode];
const only = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const folder = join(root, ".cache/faults");
const { tests, reporter } = await bundle(join(folder, "tests"));
const certificates = join(folder, "certificates");
const { trusted } = await makeCertificates(certificates);
const chosen = tests.filter(
  (test) => only.length === 0 || only.some((name) => test.includes(name)),
);

const runs = [];
for (const node of nodes) {
  const run = await runOn(node, chosen, { reporter, certificates, trusted });
  console.log(
    `Node ${node.version}: ${run.failed === 0 ? "passed" : `${run.failed} failed`}, ${Math.round(run.durationMs / 100) / 10} s`,
  );
  for (const note of run.notes) console.log(`  ${note}`);
  for (const failure of run.failures) console.log(`  ✘ ${failure}`);
  runs.push(run);
}
showTable(runs);
process.exitCode = runs.every(({ failed }) => failed === 0) ? 0 : 1;
