import { packageName } from "../package/pack.ts";

/** The app's output. */
export const expectedOutput: string = "shop-web: A shop";

/** A line of the app that must not compile if the spec changes the type of `description`. */
export const breakingLine: string = "const description: string | undefined = client.description;";

/** The file with that line. */
export const sourceFile: string = "src/index.ts";

const code = `import { TykOAuth } from "${packageName}";
import { createGateway } from "${packageName}/testing";

const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
const tyk = new TykOAuth({ baseUrl: gateway.url, secret: gateway.secret, fetch: gateway.fetch });
await tyk.clients.create({
  api_id: "orders",
  policy_id: "gold",
  client_id: "shop-web",
  redirect_uri: "https://shop.example/cb",
  description: "A shop",
});
const path = { apiID: "orders", keyName: "shop-web" };
const client = await tyk.raw.getOAuthClient({ path });
${breakingLine}
console.log(client.client_id + ": " + (description ?? "none"));
`;

/** The bundle that each bundler creates. */
export const bundles: Readonly<Record<string, string>> = {
  esbuild: "out/esbuild.js",
  rollup: "out/rollup/index.js",
  vite: "out/vite/index.js",
};

/** Returns the files of an app that uses the package as another member of its monorepo. */
export function createAppFiles(range: string): Record<string, string> {
  const manifest = {
    name: "shop",
    private: true,
    type: "module",
    scripts: {
      build: "tsc",
      esbuild: `esbuild build/index.js --bundle --format=esm --platform=node --log-level=warning --outfile=${bundles["esbuild"] ?? ""}`,
      rollup: "rollup build/index.js --plugin node-resolve --format esm --silent --dir out/rollup",
      vite: "vite build --logLevel warn",
    },
    dependencies: { [packageName]: range },
    devDependencies: {
      "@rollup/plugin-node-resolve": "16.0.3",
      "@types/node": "24.19.2",
      esbuild: "0.28.2",
      rollup: "4.68.8",
      typescript: "6.0.3",
      vite: "8.3.8",
    },
  };
  const compilerOptions = {
    strict: true,
    target: "es2022",
    module: "nodenext",
    types: ["node"],
    rootDir: "src",
    outDir: "build",
  };
  return {
    "package.json": JSON.stringify(manifest, null, 2),
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["src"] }),
    "vite.config.js": `export default {
  build: { ssr: "build/index.js", outDir: "out/vite", target: "node20" },
  ssr: { noExternal: true },
};
`,
    [sourceFile]: code,
  };
}
