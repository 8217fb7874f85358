import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext } from "playwright-core";
import { fragmentOf, openPlayground } from "./page.ts";

/** Each line tries to leave the sandbox, and must fail. `reach` is an address that counts its requests. */
const escapes: readonly string[] = [
  "await fetch(reach)",
  "await WorkerGlobalScope.prototype.fetch.call(self, reach)",
  "await new Promise((done, fail) => { const request = new XMLHttpRequest(); request.open('GET', reach); request.onload = done; request.onerror = fail; request.send(); })",
  "await new Promise((done, fail) => { const socket = new WebSocket(reach.replace('http', 'ws')); socket.onopen = done; socket.onerror = fail; })",
  "await new Promise((done, fail) => { const source = new EventSource(reach); source.onopen = done; source.onerror = fail; })",
  "importScripts(reach)",
  "await new Function('address', 'return import(address)')(reach)",
  "await new Promise((done, fail) => { const inner = new Worker(URL.createObjectURL(new Blob(['fetch(' + JSON.stringify(reach) + ').then(() => postMessage(1), () => postMessage(2))']))); inner.onerror = fail; inner.onmessage = ({ data }) => (data === 1 ? done() : fail(new Error('blocked'))); })",
  "document.title",
  "window.name",
  "parent.document",
  "top.location.href",
  "localStorage.length",
  "sessionStorage.length",
  "document.cookie",
  "await new Promise((done, fail) => { const request = indexedDB.open('x'); request.onsuccess = done; request.onerror = fail; })",
  "await caches.open('x')",
  "await navigator.storage.getDirectory()",
];

/** A program that changes what it can reach. The page must not notice. */
const vandal = `
Object.prototype.polluted = "yes";
MessagePort.prototype.postMessage = () => {};
Array.prototype.map = undefined;
self.onmessage = null;
try { postMessage({ type: "done" }); } catch {}
console.log({ html: "<img src=x onerror=alert(1)>" });
console.log("<img src=x onerror=alert(1)>");
`;

/** Checks that a program cannot leave its sandbox, and cannot make the page hang. */
export async function checkSandbox(
  context: BrowserContext,
  url: string,
  report: (problem: string) => void,
): Promise<void> {
  const reached: string[] = [];
  const server = createServer(({ url: path = "" }, response) => {
    reached.push(path);
    response.writeHead(200, {
      "access-control-allow-origin": "*",
      "content-type": "text/javascript",
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await checkEscapes(context, url, report, `http://127.0.0.1:${port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  if (reached.length > 0) report(`a program reached the network: ${reached.join()}`);
  await checkVandal(context, url, report);
  await checkEndlessLoops(context, url, report);
}

async function checkEscapes(
  context: BrowserContext,
  url: string,
  report: (problem: string) => void,
  reach: string,
): Promise<void> {
  const lines = escapes.map(
    (escape, index) =>
      `try { ${escape}; console.log("escaped", ${index}); } catch { console.log("blocked", ${index}); }`,
  );
  const code = [`const reach = "${reach}";`, ...lines].join("\n");
  const playground = await openPlayground(context, url, report, await fragmentOf(code));
  await playground.page.waitForSelector(".notice");
  const status = await playground.run();
  const printed = await playground.printed();
  for (const [index, escape] of escapes.entries())
    if (printed[index] !== `blocked ${index}`)
      report(`a program is not stopped from ${escape}: ${printed[index] ?? status}`);
  await playground.page.close();
}

async function checkVandal(
  context: BrowserContext,
  url: string,
  report: (problem: string) => void,
): Promise<void> {
  const playground = await openPlayground(context, url, report, await fragmentOf(vandal));
  const { page } = playground;
  await page.waitForSelector(".notice");
  await playground.run();
  const polluted = await page.evaluate(() => "polluted" in {});
  const injected = await page.locator(".playground img").count();
  if (polluted || injected > 0) report("a program changed the page");
  await page.selectOption("#playground-scene", "audit");
  if (!(await playground.run()).startsWith("The program ended"))
    report("a program broke the runs after it");
  await page.close();
}

async function checkEndlessLoops(
  context: BrowserContext,
  url: string,
  report: (problem: string) => void,
): Promise<void> {
  const loops = [
    "for (;;) {}",
    'for (;;) console.log("again");',
    "await new Promise(() => {});",
    "/(a+)+$/.test('a'.repeat(60) + '!');",
  ];
  for (const code of loops) {
    const playground = await openPlayground(context, url, report, await fragmentOf(code));
    const { page } = playground;
    await page.waitForSelector(".notice");
    await page.click("button.run");
    // The page stays responsive: a part of it opens while the program runs.
    await page.click(".settings > summary");
    if (!(await page.locator("#playground-version").isVisible()))
      report(`the page does not respond during ${code}`);
    if (!(await playground.waitForEnd()).startsWith("Stopped: the program did not end"))
      report(`${code} ended with ${await playground.status()}`);
    if ((await page.locator("iframe").count()) > 0) report(`the sandbox of ${code} is still there`);
    await page.selectOption("#playground-scene", "audit");
    if (!(await playground.run()).startsWith("The program ended"))
      report(`no scene runs after ${code}`);
    await page.close();
  }
}
