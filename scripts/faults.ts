// Runs test/faults/ against the built package on the project's own Node, or with --all on every supported Node version.
import { join } from "node:path";
import { bundleTests } from "./faults/bundle-tests.ts";
import { createCertificates } from "./faults/create-certificates.ts";
import { allNodes, ownNode } from "./support/nodes.ts";
import { runTests } from "./faults/run-tests.ts";
import { printTable } from "./faults/print-table.ts";
import { root } from "./support/root.ts";

const nodes = process.argv.includes("--all") ? allNodes() : [ownNode];
const only = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const folder = join(root, ".cache/faults");
const { tests, reporter } = await bundleTests(join(folder, "tests"));
const certificates = join(folder, "certificates");
const { trusted } = await createCertificates(certificates);
const selected = tests.filter(
  (test) => only.length === 0 || only.some((name) => test.includes(name)),
);

const runs = [];
for (const node of nodes) {
  const run = await runTests(node, selected, { reporter, certificates, trusted });
  console.log(
    `Node ${node.version}: ${run.failed === 0 ? "passed" : `${run.failed} failed`}, ${Math.round(run.durationMs / 100) / 10} s`,
  );
  for (const note of run.notes) console.log(`  ${note}`);
  for (const failure of run.failures) console.log(`  ✘ ${failure}`);
  runs.push(run);
}
printTable(runs);
process.exitCode = runs.every(({ failed }) => failed === 0) ? 0 : 1;
