import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { packageName } from "../package/pack.ts";
import { npmPack } from "../support/npm-pack.ts";
import { root } from "../support/root.ts";
import { run } from "../support/run.ts";

/** What a release is made of. */
export interface Artifacts {
  readonly folder: string;
  readonly tarball: string;
}

/** Packs what was built, and puts beside it what is in it (CycloneDX) and the checksums of both. */
export function makeArtifacts(version: string): Artifacts {
  const folder = join(root, ".cache/release", version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { tarball } = npmPack(folder);
  const packed = basename(tarball);
  const bill = packed.replace(/\.tgz$/, ".cdx.json");
  writeFileSync(join(folder, bill), billOfMaterials());
  const sums = [packed, bill].map((name) => {
    const sum = createHash("sha512").update(readFileSync(join(folder, name)));
    return `${sum.digest("hex")}  ${name}\n`;
  });
  writeFileSync(join(folder, "SHA512SUMS"), sums.join(""));
  return { folder, tarball };
}

function billOfMaterials(): string {
  // Without what it is made with: none of that ships.
  const args = ["sbom", "--package-lock-only", "--omit=dev", "--sbom-format=cyclonedx"];
  const bill = JSON.parse(run("npm", [...args, "--sbom-type=library"])) as {
    metadata: { component: { name: string } };
  };
  // npm takes the name of the folder.
  bill.metadata.component.name = packageName;
  return `${JSON.stringify(bill, null, 2)}\n`;
}
