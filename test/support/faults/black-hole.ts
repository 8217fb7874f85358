import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { AfterTest, Target } from "./server.ts";

/** More connections than fit into a queue of two. */
const fillers = 4;

/** Listens, and then blocks. The kernel accepts as many connections as the queue holds, and drops the rest. */
const listenAndStandStill = `
  const { parentPort, workerData } = require("node:worker_threads");
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => {
      Atomics.wait(workerData, 0, 0);
      process.exit();
    });
  });
`;

/** Returns an address that neither accepts nor refuses connections. */
export async function blackHole(stops: AfterTest): Promise<Target> {
  const awake = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(listenAndStandStill, { eval: true, workerData: awake });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  const sockets = Array.from({ length: fillers }, () =>
    connect(port, "127.0.0.1").on("error", () => undefined),
  );
  stops.after(async () => {
    for (const socket of sockets) socket.destroy();
    Atomics.store(awake, 0, 1);
    Atomics.notify(awake, 0);
    await worker.terminate();
  });
  await wait(20);
  if (!sockets.some((socket) => socket.connecting))
    throw new Error("this system takes connections that nobody accepts");
  return { url: `http://127.0.0.1:${port}`, sockets: [], used: new Set() };
}
