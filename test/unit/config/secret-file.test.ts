import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { lookup } from "node:dns/promises";
import * as nodeFs from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { TykConfigError, TykOAuth } from "../../../src/index.ts";
import { readSecretFile } from "../../../src/config/read-secret-file.ts";
import { SecretFile } from "../../../src/config/secret-file.ts";
import { fakeFetch, json } from "../../support/network/fake-fetch.ts";
import { failure, rejectedWith } from "../../support/util/failure.ts";
import { deferred } from "../../support/util/deferred.ts";
import { client } from "../../support/samples/samples.ts";
import { saying } from "../../support/util/saying.ts";

const isWindows = process.platform === "win32";
const name = "TYK_GATEWAY_SECRET_FILE";
const ref = { apiId: "orders", clientId: "shop-web" };

/** A folder that is gone when the test is over. */
let folder = "";
beforeEach(() => {
  folder = nodeFs.mkdtempSync(join(tmpdir(), "tyk-oauth-"));
  onTestFinished(() => {
    nodeFs.rmSync(folder, { recursive: true });
  });
});

/** Returns a function that reads a file with some functions of `node:fs`. */
function readerOf(path: string, files?: unknown): () => Promise<string> {
  const file = new SecretFile(name, path);
  return () => readSecretFile(file, files === undefined ? undefined : () => files);
}

const read = (path: string): Promise<string> => readerOf(path)();

/** What reading it fails with. */
async function problem(path: string): Promise<string> {
  const error = await failure(read(path));
  expect(error).toBeInstanceOf(TykConfigError);
  expect(error).toMatchObject({ name: "TykConfigError", code: "config", outcome: "not-sent" });
  return error.message;
}

describe("a secret file", () => {
  test("is read whole, up to 64 KiB", async () => {
    const file = join(folder, "secret");
    for (const content of ["", "s3cret\n", "x".repeat(65_536)]) {
      await writeFile(file, content);
      expect(await read(file)).toBe(content);
    }
    await writeFile(file, "x".repeat(65_537));
    expect(await problem(file)).toBe(`${name}: the file is larger than 65536 bytes`);
  });

  test("can be a symbolic link", async () => {
    await writeFile(join(folder, "..data"), "s3cret");
    const link = join(folder, "secret");
    nodeFs.symlinkSync(join(folder, "..data"), link);
    expect(await read(link)).toBe("s3cret");
  });

  test("cannot be a directory", async () => {
    expect(await problem(folder)).toBe(
      `${name}: the path is a directory, and must be a regular file`,
    );
  });

  test("that does not exist is reported with the system error code, and not the path", async () => {
    expect(await problem(join(folder, "nowhere"))).toBe(
      `${name}: the file cannot be read (ENOENT)`,
    );
  });
});

// Windows has no FIFOs, devices and sockets in its file system, and no mkfifo to make one.
describe.skipIf(isWindows)("something that is no regular file", () => {
  test("a FIFO is rejected at once, however often, and blocks no thread", async () => {
    const fifo = join(folder, "fifo");
    execFileSync("mkfifo", [fifo]);
    for (let nth = 0; nth < 8; nth += 1)
      expect(await problem(fifo)).toBe(`${name}: the path is a FIFO, and must be a regular file`);
    // Both wait for a thread of the same pool.
    await writeFile(join(folder, "other"), "read");
    expect(await readFile(join(folder, "other"), "utf8")).toBe("read");
    expect(await lookup("localhost")).toHaveProperty("address");
  });

  test("a FIFO fails the calls of a client, and none of them waits", async () => {
    const fifo = join(folder, "fifo");
    execFileSync("mkfifo", [fifo]);
    vi.stubEnv("TYK_GATEWAY_URL", "https://gateway.example");
    vi.stubEnv(name, fifo);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { fetch, sent } = fakeFetch(json(client));
    const tyk = TykOAuth.fromEnv({ fetch });
    const calls = Array.from({ length: 8 }, () => failure(tyk.clients.get(ref)));
    for (const error of await Promise.all(calls)) {
      expect(error).toBeInstanceOf(TykConfigError);
      expect(error.message).toEqual(
        saying(`clients.get: ${name}: the path is a FIFO, and must be a regular file`),
      );
    }
    expect(sent).toEqual([]);
  });

  test("a device", async () => {
    for (const device of ["/dev/zero", "/dev/null"])
      expect(await problem(device)).toBe(
        `${name}: the path is a device, and must be a regular file`,
      );
  });

  test("a socket", async () => {
    const path = join(folder, "socket");
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(path, resolve);
    });
    onTestFinished(() => {
      server.close();
    });
    expect(await problem(path)).toBe(`${name}: the path is a socket, and must be a regular file`);
  });

  test("a FIFO that replaces the file after the first check", async () => {
    const file = join(folder, "secret");
    await writeFile(file, "s3cret");
    const fifo = join(folder, "fifo");
    execFileSync("mkfifo", [fifo]);
    const { constants, promises } = nodeFs;
    const swapped = {
      constants,
      promises: { stat: () => promises.stat(file), open: promises.open },
    };
    const error = await failure(readerOf(fifo, swapped)());
    expect(error.message).toBe(`${name}: the path is a FIFO, and must be a regular file`);
  });
});

describe("a file system that hangs", () => {
  test("is awaited by one read, however many calls there are", async () => {
    const { promise, resolve } = deferred<nodeFs.Stats>();
    let asked = 0;
    const stat = (): Promise<nodeFs.Stats> => {
      asked += 1;
      return promise;
    };
    const file = join(folder, "secret");
    await writeFile(file, "s3cret");
    const { constants, promises } = nodeFs;
    const hanging = { constants, promises: { stat, open: promises.open } };
    const readIt = readerOf(file, hanging);
    const calls = Array.from({ length: 20 }, readIt);
    expect(asked).toBe(1);
    resolve(nodeFs.statSync(file));
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 20 }, () => "s3cret"));
    await readIt();
    expect(asked).toBe(2);
  });

  test("is read again after a failure", async () => {
    const file = join(folder, "secret");
    const readIt = readerOf(file, nodeFs);
    await failure(readIt());
    await writeFile(file, "s3cret");
    expect(await readIt()).toBe("s3cret");
  });
});

test.each([undefined, "s3cret", "ENOENT s3cret", 5])(
  "an error of the file system with the code %j shows no code",
  async (code) => {
    const stat = (): Promise<never> => rejectedWith(Object.assign(new Error("s3cret"), { code }));
    const broken = { constants: nodeFs.constants, promises: { stat } };
    const error = await failure(readerOf("/a", broken)());
    expect(error.message).toBe(`${name}: the file cannot be read`);
  },
);

test("a file is closed after every result", async () => {
  const file = join(folder, "secret");
  await writeFile(file, "x".repeat(65_537));
  let open = 0;
  const { constants, promises } = nodeFs;
  const counting = {
    constants,
    promises: {
      stat: promises.stat,
      open: async (path: string, flags: number) => {
        const handle = await promises.open(path, flags);
        open += 1;
        const close = handle.close.bind(handle);
        handle.close = () => {
          open -= 1;
          return close();
        };
        return handle;
      },
    },
  };
  await failure(readerOf(file, counting)());
  expect(open).toBe(0);
});
