// Runs a bundled suite in an EdgeVM, and prints its result. Arguments: the folder with @edge-runtime/vm, and the bundle.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { resultMarker } from "../bundle.ts";

interface EdgeVmModule {
  readonly EdgeVM: new () => { readonly evaluate: (code: string) => unknown };
}

const [folder = "", bundle = ""] = process.argv.slice(2);
const { EdgeVM } = createRequire(join(folder, "package.json"))("@edge-runtime/vm") as EdgeVmModule;
const vm = new EdgeVM();
vm.evaluate(readFileSync(bundle, "utf8"));
console.log(resultMarker + JSON.stringify(await vm.evaluate("runTests()")));
