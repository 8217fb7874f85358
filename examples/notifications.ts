// Hears of each new token. The gateway posts it here (the API's notifications.oauth_on_keychange_url, such as
// http://127.0.0.1:8091/), and shows the API's notifications.shared_secret, which stands in TYK_SHARED_SECRET.
//
//   node examples/notifications.ts 8091
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { parseNotification, TykInputError } from "@tyk-oauth/sdk";
import type { NotificationEvent } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";
import { hidden } from "./support/hidden.ts";

const [port] = args("port");
const sharedSecret = process.env["TYK_SHARED_SECRET"] ?? "";
if (sharedSecret === "") {
  console.error("TYK_SHARED_SECRET is not set");
  process.exit(2);
}

/** The same event can come twice, where the gateway did not get the answer: what is done with it must bear that. */
function take(event: NotificationEvent): void {
  switch (event.type) {
    case "new": {
      const how = event.authCode === undefined ? "the client's own" : "by a code";
      console.log(`new token ${hidden(event.accessToken)}, ${how}`);
      return;
    }
    case "refresh":
      console.log(`token ${hidden(event.accessToken)} in place of another`);
      return;
    case "other":
      console.log(`${JSON.stringify(event.notificationType)} is not known here`);
  }
}

/** The body as text. Of a flood no more is kept than parseNotification needs to see that it is one. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of request.setEncoding("utf8") as AsyncIterable<string>) {
    if (body.length <= 65_536) body += piece;
  }
  return body;
}

/** The status to answer with: the gateway sends a notification again, after 10 and 20 seconds, unless that is 200. */
async function receive(request: IncomingMessage): Promise<number> {
  try {
    const { headers } = request;
    const notification = { headers, body: await bodyOf(request) };
    const { event, answer } = await parseNotification(notification, { sharedSecret });
    take(event);
    return answer.status;
  } catch (error) {
    // Errors of the SDK hold no secret; what others hold is not known.
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
  const where = typeof address === "object" && address !== null ? address.port : port;
  console.log(`The gateway can post to http://127.0.0.1:${where}/`);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
