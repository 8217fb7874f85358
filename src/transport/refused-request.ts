import { isRecord } from "../util/json.ts";
import { errorChain } from "./error-chain.ts";

/**
 * The messages with which Node, Deno, Bun, node-fetch and `createNodeFetch` refuse a request. Only what such a message begins with is
 * compared: the rest can quote a value.
 */
const problems: readonly (readonly [string, RegExp])[] = [
  [
    "a header is not valid",
    /^(Headers\.(append|set|constructor): |Header '|Invalid header (name|value): |Header name must be a valid HTTP token|Invalid character in header content|the header \S+ is set by this fetch)/,
  ],
  [
    "the method is not allowed",
    /^('[^']*' (is not a valid HTTP method|HTTP method is unsupported)|Method is forbidden|Method must be a valid HTTP token)/,
  ],
  [
    "the URL is not valid",
    /^(Failed to parse URL from |Invalid URL: |fetch\(\) URL is invalid|the URL (cannot be parsed|is neither http nor https|contains credentials)|unknown scheme$|Url scheme '|node-fetch cannot load |protocol must be http)/,
  ],
  [
    "an option is not supported",
    /^(RequestInit: |undefined: .* is not an accepted type\. Expected one of |Request constructor: |Failed to construct 'Request': |Expected signal to be an instanceof AbortSignal|The '\w+' field on 'RequestInitializerDict' is not implemented)/,
  ],
];
const portMessages = /^(bad port|(Fetch failed: )?Requests to port \d+ are blocked)$/;

/** Codes with which Node refuses a header, a method or a path. Later in a request they mean something else. */
const argumentCodes =
  /^ERR_(INVALID_(CHAR|HTTP_TOKEN|ARG_TYPE|ARG_VALUE)|UNESCAPED_CHARACTERS|HTTP_INVALID_HEADER_VALUE)$/;

/**
 * Next.js 14 renders pages at build time. Its `fetch` refuses an uncached request then, and recognizes its error by this digest, to
 * render the page at each request instead.
 */
const dynamicDigest = "DYNAMIC_SERVER_USAGE";

/** Returns the digest of a refusal of Next.js, to be kept on the error that the page gets. */
export function readDynamicDigest(error: unknown): string | undefined {
  return isRecord(error) && error["digest"] === dynamicDigest ? dynamicDigest : undefined;
}

/**
 * Returns why `fetch` refused the request, if it certainly refused the request and sent nothing; `"port"` if it refused the port.
 * Otherwise returns `undefined`.
 */
export function readRefusedRequest(error: unknown): string | undefined {
  for (const { message, code, syscall } of errorChain(error)) {
    if (portMessages.test(message)) return "port";
    const problem = problems.find(([, pattern]) => pattern.test(message))?.[0];
    if (problem !== undefined) return problem;
    // `createNodeFetch` names the system call until a connection exists.
    if (typeof code === "string" && argumentCodes.test(code) && syscall === "connect")
      return "a header is not valid";
  }
  return undefined;
}
