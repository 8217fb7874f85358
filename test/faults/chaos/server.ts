import type { Socket } from "node:net";
import { operationIds, samples } from "../../support/samples/samples.ts";
import { serve } from "../../support/faults/server.ts";
import type { Exchange, AfterTest, Target } from "../../support/faults/server.ts";
import { nextPlay, tooLate } from "./faults.ts";
import type { Answer, Play } from "./faults.ts";
import { answerOf } from "./operations.ts";
import { Random } from "./random.ts";

/** The header that says which call a request belongs to. */
export const callHeader = "x-call";

/** A server that fails at random, and knows of each call what it did for it. */
export interface ChaoticServer {
  readonly target: Target;
  /** What each request of a call got, in the order in which they came. */
  readonly plays: (call: number) => readonly Play[];
  /** How many requests can have been lost without coming in: one a connection that was ended before or between requests. */
  readonly lostAtMost: () => number;
  /** The connections that were held, whose clients must have given them up. */
  readonly held: ReadonlySet<Socket>;
}

export async function startChaos(stops: AfterTest, seed: number): Promise<ChaoticServer> {
  const byCall = new Map<number, Play[]>();
  const held = new Set<Socket>();
  let ended = 0;

  const random = new Random(seed, -1);
  const onConnection = (socket: Socket): void => {
    if (!random.percent(4)) return;
    const drop = (): void => {
      // What a request that came is to get, its play says alone.
      if (target.used.has(socket)) return;
      ended += 1;
      socket.resetAndDestroy();
    };
    if (random.percent(50)) drop();
    else setTimeout(drop, 1).unref();
  };
  // The last request of each connection, and the connections that were ended after one.
  const last = new WeakMap<Socket, number>();
  const over = new WeakSet<Socket>();
  const endIfIdle = ({ socket, nth }: Exchange): void => {
    if (last.get(socket) !== nth) return;
    ended += 1;
    over.add(socket);
    socket.end();
  };
  const script = (exchange: Exchange): void => {
    const { socket, nth, headers } = exchange;
    const call = Number(headers[callHeader]);
    const before = byCall.get(call) ?? [];
    const play = over.has(socket) ? tooLate : nextPlay(new Random(seed, call, before.length));
    byCall.set(call, [...before, play]);
    last.set(socket, nth);
    if (play.holds === true) held.add(socket);
    play.run(exchange, rightAnswer(exchange, call));
    if (play.ends === true) setTimeout(endIfIdle, nth % 5, exchange).unref();
  };
  const target: Target = await serve(stops, script, onConnection);
  return { target, plays: (call) => byCall.get(call) ?? [], lostAtMost: () => ended, held };
}

function rightAnswer({ method, url }: Exchange, call: number): Answer {
  const id = operationIds.find(
    (one) => samples[one].method === method && samples[one].path === url,
  );
  if (id === undefined) throw new Error(`no operation is ${method} ${url}`);
  if (id === "oauthAuthorize")
    return { status: 307, headers: { location: `https://login.example/?call=${call}` }, body: "" };
  const type = id === "authorizeClient" ? "text/plain; charset=utf-8" : "application/json";
  return {
    status: 200,
    headers: { "content-type": type },
    body: JSON.stringify(answerOf(id, call)),
  };
}
