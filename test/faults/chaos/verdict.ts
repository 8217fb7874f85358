import { outcomeOf } from "../../support/faults/outcome-of.ts";
import { operations } from "../../../src/operations/operations.ts";
import { isDeepStrictEqual } from "node:util";
import { TykError, isTykError } from "@tyk-oauth/sdk";
import type { TykOutcome, TykResult } from "@tyk-oauth/sdk";
import type { Play } from "./faults.ts";
import { answerOf } from "./operations.ts";
import type { Class, Variant } from "./operations.ts";

/** A call that has settled. */
export interface Settled {
  readonly call: number;
  readonly variant: Variant;
  readonly result: PromiseSettledResult<unknown>;
  /** Attempts that the client told its hook of. */
  readonly sent: number;
  /** What each attempt met that was repeated: its error's code, and of a timeout whether the head had come. */
  readonly codes: readonly string[];
  /** Whether the caller aborted it, or may have. */
  readonly aborted: boolean;
}

const strength: readonly TykOutcome[] = ["not-sent", "refused", "unknown", "applied"];

/** What is wrong with how a call ended, by what the server knows that it did for it. */
export function faultsOf(settled: Settled, plays: readonly Play[]): string[] {
  const { sent, result, codes } = settled;
  const wrong = plays.length > sent ? [`${plays.length} requests came, ${sent} were sent`] : [];
  if (codes.length < sent - 1 || codes.includes(""))
    wrong.push(`${sent} were sent, the log names the retries after: ${codes.join(", ")}`);
  return [
    ...wrong,
    ...(result.status === "fulfilled"
      ? wrongSuccess(settled, result.value, plays)
      : wrongFailure(settled, result.reason, plays)),
    ...(isTold(settled, plays) ? wrongOrder(settled, plays) : []),
  ];
}

function wrongSuccess(
  { call, variant, sent }: Settled,
  value: unknown,
  plays: readonly Play[],
): string[] {
  const { data, response } = value as TykResult<unknown>;
  const wrong: string[] = [];
  if (!plays.some(({ says }) => says === "success"))
    wrong.push("a success that the server did not give");
  if (response.attempts !== sent) wrong.push(`${response.attempts} attempts, ${sent} were sent`);
  const right =
    variant.id === "oauthAuthorize"
      ? data === undefined && response.headers.get("location")?.endsWith(`?call=${call}`) === true
      : isDeepStrictEqual(data, answerOf(variant.id, call));
  if (!right) wrong.push("the answer is not that of this call");
  return wrong;
}

function wrongFailure(
  { sent, variant }: Settled,
  error: unknown,
  plays: readonly Play[],
): string[] {
  if (!(error instanceof TykError) || !isTykError(error)) return ["a foreign error"];
  const { outcome, attempts, operation } = error;
  const wrong: string[] = [];
  if (attempts !== sent) wrong.push(`${attempts} attempts, ${sent} were sent`);
  if (operation !== variant.id) wrong.push(`an error of ${String(operation)}`);
  const applied = plays.some((play) => play.applied);
  const isRead = operations[variant.id].retry === "read";
  if (outcome === "not-sent" && plays.length > 0 && !isRead) wrong.push("not-sent, but it came");
  if (outcome === "refused" && applied) wrong.push("refused, but it was done");
  if (outcome === "applied" && !applied) wrong.push("applied, but it was not done");
  return wrong;
}

/**
 * Whether it is known which attempt met what: all of them came, and none was given up that the server had answered, as
 * happens on a busy machine; the request of such a one may also come after that of the next.
 */
function isTold(settled: Settled, plays: readonly Play[]): boolean {
  const isEarly = (code: string, index: number): boolean =>
    code.startsWith("timeout") && plays[index]?.name !== endless[code];
  return settled.sent === plays.length && !settled.aborted && !allCodes(settled).some(isEarly);
}

/** How many of a call's attempts the client gave up before it had the head of an answer. */
export function attemptsGivenUp(settled: Settled): number {
  return allCodes(settled).filter((code) => code === "timeout" || code === "aborted").length;
}

/** The plays that a client can only give up, by the code that it then says. */
const endless: Readonly<Record<string, string>> = {
  timeout: "no answer",
  "timeout of the body": "body that stops",
};

function allCodes({ result, codes }: Settled): readonly string[] {
  return result.status === "rejected" ? [...codes, codeOf(result.reason)] : codes;
}

function codeOf(error: unknown): string {
  if (!isTykError(error)) return "";
  return error.code === "timeout" && error.phase === "body" ? "timeout of the body" : error.code;
}

/** What is wrong with the order of the attempts, and with the outcome that is said of all of them. */
function wrongOrder({ variant, result }: Settled, plays: readonly Play[]): string[] {
  const wrong = wrongRepeats(variant.repeats, plays);
  const said = plays.map(({ says }) => says);
  const answered = said.indexOf("success");
  if (result.status === "fulfilled")
    return answered === plays.length - 1 ? wrong : [...wrong, "repeated after a success"];
  const { outcome } = result.reason as TykError;
  const strongest = strength.findLast((one) => said.includes(one)) ?? "not-sent";
  return answered === -1 && outcome === outcomeOf(variant.id, strongest)
    ? wrong
    : [...wrong, `${outcome}, but the answers said ${said.join(", ")}`];
}

/** Repeats that there must not have been after what the attempt before them met. */
function wrongRepeats(repeats: Class, plays: readonly Play[]): string[] {
  let unsure = 0;
  return plays.slice(0, -1).flatMap(({ name, status }) => {
    if (status === 425 || status === 429) return [];
    unsure += 1;
    const allowed = {
      read: canGoOn.has(name),
      idempotent: canGoOn.has(name) && status !== 500,
      exclusive: canGoOn.has(name) && !unanswered.has(name) && status !== 500 && unsure <= 1,
      "idempotent-briefly": canGoOn.has(name) && status !== 500 && unsure <= 1,
      once: false,
    };
    return allowed[repeats] ? [] : [`${repeats}, repeated after: ${name}`];
  });
}

/** What leaves a gateway at work that does one at a time. */
const unanswered: ReadonlySet<string> = new Set([
  "reset at once",
  "end at once",
  "reset within the head",
  "end within the head",
  "no answer",
]);

/** What a further attempt may not meet again. */
const canGoOn: ReadonlySet<string> = new Set([
  ...unanswered,
  "reset within the body",
  "end within the body",
  "end within the chunks",
  "body that stops",
  "408",
  "500",
  "502",
  "503",
  "504",
]);
