import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { installVersions } from "../support/versions.ts";

/** A registry that runs. */
export interface Registry extends AsyncDisposable {
  /** Its address, with a slash at its end. */
  readonly url: string;
  /** What reads and writes there. */
  readonly token: string;
}

/** Starts an empty registry that keeps its packages in a folder, with one user. */
export async function startRegistry(folder: string): Promise<Registry> {
  const program = fileURLToPath(new URL("server.ts", import.meta.url));
  const child = fork(program, [verdaccio(), folder], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  const [port] = (await Promise.race([
    once(child, "message"),
    exited.then(([code]) => {
      throw new Error(`the registry ended with ${String(code)}`);
    }),
  ])) as [number];
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    token: await makeUser(url),
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await exited;
    },
  };
}

/** Where Verdaccio is installed. One of its dependencies is asked for by a tag that not every registry has. */
function verdaccio(): string {
  const installed = installVersions("verdaccio", ["6.10.4"], { "node-fetch": "2.7.0" });
  const [folder] = installed.values();
  if (folder === undefined) throw new Error("Verdaccio could not be installed");
  return folder;
}

async function makeUser(url: string): Promise<string> {
  const name = "releaser";
  const answer = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, password: crypto.randomUUID() }),
  });
  if (!answer.ok) throw new Error(`the registry made no user: ${answer.status}`);
  return ((await answer.json()) as { token: string }).token;
}
