import type { TLSSocket } from "node:tls";
import { isLoopback } from "../connection/loopback.ts";
import type { ConnectionSettings } from "../connection/settings.ts";
import { omitUndefined } from "../omit-undefined.ts";
import type { Finding } from "./finding.ts";

const dayMs = 86_400_000;
const warnDays = 30;
const timeoutMs = 5_000;

/** Checks until when the gateway's certificate is valid. The requests themselves already checked that it is trusted. */
export async function checkCertificate(
  settings: ConnectionSettings,
  signal: AbortSignal,
  now: number,
): Promise<Finding> {
  const url = new URL(settings.url);
  if (url.protocol !== "https:")
    return settings.transport.socketPath === undefined
      ? describePlainHttp(url)
      : { check: "tls", status: "ok", message: "plain http, over a unix socket" };
  if (settings.transport.proxy !== undefined)
    return {
      check: "tls",
      status: "ok",
      message: "the certificate is trusted; its expiry is not checked through a proxy",
    };
  const validTo = await readExpiry(url, settings, signal);
  if (validTo === undefined)
    return { check: "tls", status: "warn", message: "the certificate could not be read again" };
  const days = Math.floor((validTo - now) / dayMs);
  const until = new Date(validTo).toISOString().slice(0, 10);
  const message = `the certificate is trusted, and valid until ${until}`;
  if (days > warnDays) return { check: "tls", status: "ok", message };
  return {
    check: "tls",
    status: "warn",
    message: `${message}: ${days} days`,
    fix: "renew the gateway's certificate",
  };
}

function describePlainHttp({ hostname }: URL): Finding {
  if (isLoopback(hostname))
    return { check: "tls", status: "ok", message: "plain http, on this machine only" };
  return {
    check: "tls",
    status: "warn",
    message: "plain http: everybody on the network can read the gateway's secret",
    fix: "serve the control API over https",
  };
}

/** Makes a connection of its own, because the SDK's transport does not show certificates. */
async function readExpiry(
  url: URL,
  { transport }: ConnectionSettings,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { connect } = await import("node:tls");
  const { ca, cert, key, passphrase, servername, socketPath } = transport;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const name = servername ?? host;
  const isAddress = /^[\d.]+$|:/.test(name);
  // The types of the transport also accept bytes and functions, but the command reads each file as text.
  const texts = { ca, cert, key, passphrase } as Partial<
    Record<"ca" | "cert" | "key" | "passphrase", string>
  >;
  return new Promise((resolve) => {
    const finish = (validTo?: number): void => {
      socket.destroy();
      resolve(validTo);
    };
    const socket: TLSSocket = connect(
      {
        ...(socketPath === undefined
          ? { host, port: url.port === "" ? 443 : Number(url.port) }
          : { path: socketPath }),
        ...(isAddress ? {} : { servername: name }),
        ...omitUndefined(texts),
        timeout: timeoutMs,
      },
      () => {
        const validTo = Date.parse(socket.getPeerCertificate().valid_to);
        finish(Number.isNaN(validTo) ? undefined : validTo);
      },
    );
    socket.once("error", () => {
      finish();
    });
    socket.once("timeout", () => {
      finish();
    });
    signal.addEventListener(
      "abort",
      () => {
        finish();
      },
      { once: true },
    );
  });
}
