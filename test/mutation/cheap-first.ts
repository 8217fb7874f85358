import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/** From the tests of single functions to those of whole calls on sockets. */
const folders = [
  "/util/",
  "/config/",
  "/errors/",
  "/operations/",
  "/types/",
  "/engine/",
  "/request/",
  "/retry/",
  "/verbs/",
  "/transport/",
];

/** Runs the tests that take the least first: a mutant that all of them are run for is dead at the first that fails. */
export class CheapFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => cost(a) - cost(b)));
  }
}

function cost({ moduleId }: TestSpecification): number {
  const at = folders.findIndex((folder) => moduleId.includes(folder));
  return at === -1 ? folders.length : at;
}
