import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { packageName } from "../package/pack.ts";
import { packBuild } from "../support/npm-pack.ts";
import { root } from "../support/root.ts";
import { run } from "../support/run.ts";

/** The files of a release. */
export interface Artifacts {
  readonly folder: string;
  readonly tarball: string;
}

/** Packs the last build, and writes its bill of materials (CycloneDX) and the checksums of both files. */
export function createArtifacts(version: string): Artifacts {
  const folder = join(root, ".cache/release", version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { tarball } = packBuild(folder);
  const packed = basename(tarball);
  const bill = packed.replace(/\.tgz$/, ".cdx.json");
  writeFileSync(join(folder, bill), createBillOfMaterials());
  const sums = [packed, bill].map((name) => {
    const sum = createHash("sha512").update(readFileSync(join(folder, name)));
    return `${sum.digest("hex")}  ${name}\n`;
  });
  writeFileSync(join(folder, "SHA512SUMS"), sums.join(""));
  return { folder, tarball };
}

function createBillOfMaterials(): string {
  // Development dependencies are not part of the package.
  const args = ["sbom", "--package-lock-only", "--omit=dev", "--sbom-format=cyclonedx"];
  const bill = JSON.parse(run("npm", [...args, "--sbom-type=library"])) as {
    metadata: { component: { name: string } };
  };
  // npm writes the name of the folder instead.
  bill.metadata.component.name = packageName;
  return `${JSON.stringify(bill, null, 2)}\n`;
}
