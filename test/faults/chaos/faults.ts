import { gzipSync } from "node:zlib";
import type { TykOutcome } from "@tyk-oauth/sdk";
import type { Exchange } from "../../support/faults/server.ts";
import type { Random } from "./random.ts";

/** What a request gets, and what that says of it. */
export interface Play {
  readonly name: string;
  /** Whether the request takes effect. */
  readonly applied: boolean;
  /** What a client can know: that it succeeded, or what a failure's `outcome` says. */
  readonly says: "success" | TykOutcome;
  /** The connection is held: the client must give it up. */
  readonly holds?: boolean;
  /** The connection ends after the answer, which a client may notice only at its next request. */
  readonly ends?: boolean;
  readonly status?: number;
  readonly run: (exchange: Exchange, answer: Answer) => void;
}

/** The right answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const json = { "content-type": "application/json" };

/** The largest answer that the clients take, in bytes. */
export const maxResponseBytes = 32_768;

/** Makes one play, by the dice. */
type Maker = (random: Random) => Play;

const send = ({ response }: Exchange, { status, headers, body }: Answer): void => {
  response.writeHead(status, headers);
  response.end(body);
};

const success =
  (name: string, run: Play["run"], more: Partial<Play> = {}): Maker =>
  () => ({ name, applied: true, says: "success", run, ...more });

/** The connection breaks, or worse, and nobody knows whether the request had taken effect. */
const lost =
  (name: string, run: Play["run"], more: Partial<Play> = {}): Maker =>
  (random) => ({ name, applied: random.percent(50), says: "unknown", run, ...more });

/** A head of success, and after it nothing that can be used. */
const unusable =
  (name: string, run: Play["run"], more: Partial<Play> = {}): Maker =>
  () => ({ name, applied: true, says: "applied", run, ...more });

const answering = (
  status: number,
  headers: Answer["headers"],
  body: string | Uint8Array,
): Play["run"] => {
  return ({ response }) => {
    response.writeHead(status, headers);
    response.end(body);
  };
};

const write = (text: string, then: (socket: Exchange["socket"]) => void): Play["run"] => {
  return ({ socket }) => {
    socket.write(text, () => {
      then(socket);
    });
  };
};

const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const reset = (socket: Exchange["socket"]): void => {
  socket.resetAndDestroy();
};
const end = (socket: Exchange["socket"]): void => {
  socket.end();
};
const hold = (): void => undefined;

const refusedStatuses = [400, 401, 403, 404, 405, 409, 413, 422, 425, 429, 501, 505] as const;
const unknownStatuses = [408, 500, 502, 503, 504, 999] as const;
const says = JSON.stringify({ status: "error", message: "no" });
const words = (status: number): Play["run"] =>
  status % 2 === 0
    ? answering(status, json, says)
    : answering(status, { "content-type": "text/html", "retry-after": "0" }, "<html>no</html>");

/** Everything that goes wrong in the matrix, and some that only look so. */
const makers: readonly [Maker, ...Maker[]] = [
  success("late", (exchange, answer) => {
    setTimeout(send, 1 + (exchange.nth % 25), exchange, answer).unref();
  }),
  success("then the connection ends", send, { ends: true }),
  success("after 103", (exchange, answer) => {
    exchange.response.writeEarlyHints({ link: "</a>; rel=preload" });
    send(exchange, answer);
  }),
  lost("reset at once", ({ socket }) => {
    reset(socket);
  }),
  lost("end at once", ({ socket }) => {
    end(socket);
  }),
  lost("reset within the head", write("HTTP/1.1 200 OK\r\nconte", reset)),
  lost("end within the head", write("HTTP/1.1 200 OK\r\nconte", end)),
  lost("garbage", write("SSH-2.0-OpenSSH_9.9\r\n\r\n", hold), { holds: true }),
  lost("head too large", write(`${head}x: ${"x".repeat(20_000)}\r\n\r\n`, hold), { holds: true }),
  (random) => {
    const status = random.pick(refusedStatuses);
    return { name: `${status}`, applied: false, says: "refused", status, run: words(status) };
  },
  (random) => {
    const status = random.pick(unknownStatuses);
    const applied = random.percent(50);
    return { name: `${status}`, applied, says: "unknown", status, run: words(status) };
  },
  (random) => ({
    name: "redirect",
    applied: false,
    says: "refused",
    run: answering(random.pick([301, 302, 303, 308]), { location: "/elsewhere" }, ""),
  }),
  unusable("reset within the body", write(`${head}content-length: 99\r\n\r\n{"a"`, reset)),
  unusable("end within the body", write(`${head}content-length: 99\r\n\r\n{"a"`, end)),
  unusable(
    "end within the chunks",
    write(`${head}transfer-encoding: chunked\r\n\r\n4\r\n{"a"\r\n`, end),
  ),
  unusable("end of no given length", write(`${head}\r\n{"a"`, end)),
  unusable("broken JSON", answering(200, json, '{"a"')),
  unusable("no body", answering(200, json, "")),
  unusable("page", answering(200, { "content-type": "text/html" }, "<html></html>")),
  unusable("null", answering(200, json, "null")),
  unusable("too large", answering(200, json, " ".repeat(maxResponseBytes + 1))),
  unusable("gzip", answering(200, { ...json, "content-encoding": "gzip" }, gzipSync("{}"))),
  unusable("not UTF-8", answering(200, json, Buffer.from([0x22, 0xff, 0x22]))),
  unusable("201", answering(201, json, "{}")),
  unusable("204", answering(204, {}, "")),
];

/** What a client can only wait out. */
const waits: readonly [Maker, Maker] = [
  lost("no answer", hold, { holds: true }),
  unusable("body that stops", write(`${head}content-length: 99\r\n\r\n{"a"`, hold), {
    holds: true,
  }),
];

const plain: Maker = success("answer", send);

/** What a request gets on a connection that the server has ended: it comes, and nobody is told. */
export const tooLate: Play = {
  name: "end at once",
  applied: false,
  says: "unknown",
  run: () => undefined,
};

/** What the next request gets. */
export function nextPlay(random: Random): Play {
  if (random.percent(1)) return random.pick(waits)(random);
  return (random.percent(60) ? plain : random.pick(makers))(random);
}
