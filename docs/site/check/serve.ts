import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

/** A running server of the built site. */
export interface SiteServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves a folder like a host of static sites: a page is also found without `.html`. */
export async function serve(folder: string): Promise<SiteServer> {
  const server = createServer(({ url = "/" }, response) => {
    const file = fileOf(folder, decodeURIComponent(new URL(url, "http://localhost").pathname));
    if (file === undefined) {
      response.writeHead(404).end("not found");
      return;
    }
    response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Returns the file of a path. `URL` has resolved `..` already, so a path cannot leave the folder. */
export function fileOf(folder: string, path: string): string | undefined {
  const candidates = [path, `${path}.html`, join(path, "index.html")].map((one) =>
    join(folder, one),
  );
  return candidates.find((file) => existsSync(file) && statSync(file).isFile());
}
