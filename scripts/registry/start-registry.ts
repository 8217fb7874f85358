import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { installVersions } from "../support/install-versions.ts";

/** A running registry. */
export interface Registry extends AsyncDisposable {
  /** The registry's address, with a trailing slash. */
  readonly url: string;
  /** The token for reading and writing. */
  readonly token: string;
}

/** Starts an empty registry with one user. It stores its packages in a folder. */
export async function startRegistry(folder: string): Promise<Registry> {
  const program = fileURLToPath(new URL("server.ts", import.meta.url));
  const child = fork(program, [installVerdaccio(), folder], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  const [port] = (await Promise.race([
    once(child, "message"),
    exited.then(([code]) => {
      throw new Error(`the registry exited with code ${String(code)}`);
    }),
  ])) as [number];
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    token: await createUser(url),
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await exited;
    },
  };
}

/** Installs Verdaccio and returns its folder. The override replaces a dependency by tag, which some registries lack. */
function installVerdaccio(): string {
  const installed = installVersions("verdaccio", ["6.10.4"], { "node-fetch": "2.7.0" });
  const [folder] = installed.values();
  if (folder === undefined)
    throw new Error("Verdaccio is not installed: delete .cache/versions/verdaccio and try again");
  return folder;
}

async function createUser(url: string): Promise<string> {
  const name = "releaser";
  const response = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, password: crypto.randomUUID() }),
  });
  if (!response.ok) throw new Error(`the registry created no user: status ${response.status}`);
  return ((await response.json()) as { token: string }).token;
}
