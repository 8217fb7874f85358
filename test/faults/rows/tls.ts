import { document, json, answer } from "../../support/faults/answers.ts";
import type { Row } from "../../support/faults/row.ts";
import { serveSockets, serveTls } from "../../support/faults/server.ts";
import type { AfterTest, Target } from "../../support/faults/server.ts";

const handshake = {
  name: "TykConnectionError",
  code: "tls",
  outcome: "not-sent",
  attempts: [1, 1, 1],
} as const;

/** Starts a server whose certificate makes the handshake fail. It counts connections instead of requests. */
function serverWithCertificate(certificate: string): (stops: AfterTest) => Promise<Target> {
  return async (stops) => {
    const target = await serveTls(stops, certificate, answer(200, json, document));
    return { ...target, received: () => target.sockets.length };
  };
}

export const tlsRows: readonly Row[] = [
  {
    fault: "TLS to a port without TLS",
    start: (t) =>
      serveSockets(
        t,
        (socket) => {
          socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
        },
        "https",
      ),
    ...handshake,
    systemCode: "ERR_SSL_WRONG_VERSION_NUMBER",
  },
  {
    fault: "self-signed certificate",
    start: serverWithCertificate("stranger"),
    ...handshake,
    systemCode: "DEPTH_ZERO_SELF_SIGNED_CERT",
  },
  {
    fault: "certificate for another host name",
    start: serverWithCertificate("otherName"),
    ...handshake,
    systemCode: "ERR_TLS_CERT_ALTNAME_INVALID",
  },
  {
    fault: "expired certificate",
    start: serverWithCertificate("expired"),
    ...handshake,
    systemCode: "CERT_HAS_EXPIRED",
  },
];
