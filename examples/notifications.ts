// Receives a notification of each new token. The gateway posts to notifications.oauth_on_keychange_url of the API, for example
// http://127.0.0.1:8091/, and sends notifications.shared_secret of the API. TYK_SHARED_SECRET must have the same secret.
//
//   npx node examples/notifications.ts 8091
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { parseNotification, TykInputError } from "@tyk-oauth/sdk";
import type { NotificationEvent } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";
import { maskSecret } from "./support/mask-secret.ts";

const [port] = readArgs("port");
const sharedSecret = process.env["TYK_SHARED_SECRET"] ?? "";
if (sharedSecret === "") {
  console.error("TYK_SHARED_SECRET is not set: set it to the shared_secret of the API");
  process.exit(2);
}

/** Handles an event. The gateway sends an event again if it did not get the response, so handling it twice must do no harm. */
function handleEvent(event: NotificationEvent): void {
  switch (event.type) {
    case "new": {
      const origin = event.authCode === undefined ? "without a code" : "for a code";
      console.log(`new token ${maskSecret(event.accessToken)}, ${origin}`);
      return;
    }
    case "refresh":
      console.log(`token ${maskSecret(event.accessToken)} replaces another token`);
      return;
    case "other":
      console.log(`unknown notification type ${JSON.stringify(event.notificationType)}`);
  }
}

/** Reads the body as text. Keeps just enough of a body for parseNotification to see that it is too large. */
async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of request.setEncoding("utf8") as AsyncIterable<string>) {
    if (body.length <= 65_536) body += piece;
  }
  return body;
}

/** Handles a request and returns the response's status. Unless it is 200, the gateway posts again after 10 and 20 seconds. */
async function receive(request: IncomingMessage): Promise<number> {
  try {
    const { headers } = request;
    const notification = { headers, body: await readBody(request) };
    const { event, answer } = await parseNotification(notification, { sharedSecret });
    handleEvent(event);
    return answer.status;
  } catch (error) {
    // Errors of the SDK contain no secrets. Other errors might, so they are not printed.
    console.error(error instanceof TykInputError ? error.message : "failed");
    if (!(error instanceof TykInputError)) return 500;
    return error.field === "x-tyk-shared-secret" ? 401 : 400;
  }
}

const server = createServer((request, response) => {
  void receive(request).then((status) => response.writeHead(status).end());
});
server.listen(Number(port), "127.0.0.1", () => {
  const address = server.address();
  const actualPort = typeof address === "object" && address !== null ? address.port : port;
  console.log(`The gateway can post to http://127.0.0.1:${actualPort}/`);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
