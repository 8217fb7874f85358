import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { allNodes } from "../support/nodes.ts";
import { failureOutput, run } from "../support/run.ts";
import type { Check } from "./check.ts";
import { packageName, readPackedFile } from "./pack.ts";
import { main } from "./programs.ts";

const page = "docs/testing.md";
const jestProgram = "node_modules/jest/bin/jest.js";

const tools = [
  "jest@30.5.2",
  "ts-jest@29.4.15",
  "typescript@5.9.3",
  "@swc/core@1.16.22",
  "@swc/jest@0.2.39",
  "@types/node@20.19.43",
];

/** How to test with one of the settings. */
interface Recipe {
  /** The name of the test file. */
  readonly file: string;
  /** Whether the test imports. Otherwise it requires. */
  readonly imports: boolean;
  readonly flags?: readonly string[];
}

/** The tests for the settings in the document, in the same order. */
const recipes: readonly Recipe[] = [
  { file: "sdk.test.js", imports: false },
  { file: "sdk.test.ts", imports: true },
  { file: "sdk.test.js", imports: true, flags: ["--experimental-vm-modules"] },
];

/** The imports of the tests, by module. */
const imports = {
  "@jest/globals": "{ expect, test }",
  [packageName]: "{ TykOAuth, isTykError }",
  [`${packageName}/manifest`]: "{ parseManifest }",
  [`${packageName}/node`]: "{ createNodeFetch }",
  [`${packageName}/testing`]: "{ createGateway }",
};

export const jest: Check = {
  title: `Jest runs tests with the settings of ${page}, on the oldest and on the project's own Node`,
  findProblems: (packed) => {
    const folder = join(dirname(packed.app), "jest");
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
    const install = ["install", "--no-audit", "--no-fund", packed.tarball, ...tools];
    run("npm", install, { cwd: folder });
    const settings = findSettings(readPackedFile(packed, page));
    if (settings.length !== recipes.length)
      return [`${page} has ${settings.length} settings of Jest, expected ${recipes.length}`];
    const nodes = allNodes().filter(({ path }, at) => at === 0 || path === process.execPath);
    return recipes.flatMap((recipe, index) => {
      const project = join(folder, String(index));
      mkdirSync(project);
      writeFileSync(join(project, "package.json"), settings[index] ?? "");
      writeFileSync(join(project, "tsconfig.json"), tsconfig);
      writeFileSync(join(project, recipe.file), createTest(recipe));
      return nodes.flatMap(({ version, path }) => {
        const args = [...(recipe.flags ?? []), join(folder, jestProgram), "--no-cache"];
        const failed = failureOutput(path, [...args, "--rootDir", project], { cwd: project });
        return failed === undefined ? [] : [`Node ${version}, setting ${index + 1}: ${failed}`];
      });
    });
  },
};

const tsconfig = JSON.stringify({
  compilerOptions: { target: "es2022", module: "commonjs", strict: true, types: ["node"] },
});

/** Returns the JSON blocks of the document that configure Jest. */
function findSettings(document: string): string[] {
  return [...document.matchAll(/```json\n([\s\S]*?)```/g)]
    .map(([, json = ""]) => json)
    .filter((json) => json.includes('"jest"'));
}

function createTest({ imports: isModule }: Recipe): string {
  const lines = Object.entries(imports).map(([name, names]) =>
    isModule ? `import ${names} from "${name}";` : `const ${names} = require("${name}");`,
  );
  return `${lines.join("\n")}
${main}
test("the package works", async () => {
  await run();
  expect(TykOAuth.name).toBe("TykOAuth");
});
`;
}
