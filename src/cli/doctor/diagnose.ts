import type { ApiDefinition, GatewayCapabilities, GatewayInfo, TykOAuth } from "@tyk-oauth/sdk";
import type { Connection } from "../command-context.ts";
import { formatDuration } from "../output/format-duration.ts";
import { checkCertificate } from "./check-certificate.ts";
import { describeCapabilities } from "./describe-capabilities.ts";
import type { Finding } from "./finding.ts";

/** A difference that makes tokens expire visibly early or late. */
const maxSkewMs = 30_000;

/** What the diagnosis found. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly capabilities?: GatewayCapabilities;
}

/** Checks a gateway, by requests that change nothing. An error that ends the diagnosis is thrown after it is a finding. */
export async function diagnose(
  { tyk, settings, call }: Connection,
  add: (finding: Finding) => void,
): Promise<GatewayCapabilities> {
  const { origin } = new URL(settings.url);
  const hello = await readHello(tyk, call);
  const capabilities = await tyk.gateway.capabilities(call).catch((error: unknown) => {
    const code = (error as { code?: unknown }).code;
    if (code === "authentication") {
      add({ check: "address", status: "ok", message: `${origin} responds` });
      add({
        check: "secret",
        status: "fail",
        message: `the gateway refuses the secret of ${settings.sources["secret"] ?? "the options"}`,
      });
    } else
      add({ check: "address", status: "fail", message: `${origin} does not respond as a gateway` });
    throw error;
  });
  if (!capabilities.control) {
    add({
      check: "address",
      status: "fail",
      message: `${origin} is not the control API of a gateway`,
      fix: "use the address of the control API: with control_api_port it has a port of its own",
    });
    return capabilities;
  }
  add({ check: "address", status: "ok", message: `${origin} is a control API` });
  add({ check: "secret", status: "ok", message: "accepted" });
  add(await checkCertificate(settings, call.signal, Date.now()));
  if (hello?.date !== undefined) add(describeClock(hello.date - hello.at));
  add(describeVersion(capabilities, hello?.info));
  for (const finding of describeCapabilities(capabilities, await readApis(tyk, call, capabilities)))
    add(finding);
  return capabilities;
}

interface Hello {
  readonly info: GatewayInfo;
  /** The gateway's clock. */
  readonly date: number | undefined;
  /** Our clock at the same time. */
  readonly at: number;
}

/** Reads /hello, which some gateways serve elsewhere. */
async function readHello(tyk: TykOAuth, call: Connection["call"]): Promise<Hello | undefined> {
  const startedAt = Date.now();
  try {
    const { data, response } = await tyk.gateway.info(call).withResponse();
    const date = Date.parse(response.headers.get("date") ?? "");
    // The header has whole seconds, so half a second is added.
    const gatewayTime = Number.isNaN(date) ? undefined : date + 500;
    return { info: data, date: gatewayTime, at: (startedAt + Date.now()) / 2 };
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    // The next request shows a connection that does not work, with a message that fits it.
    if (typeof code === "string" && code !== "aborted") return undefined;
    throw error;
  }
}

function describeClock(skewMs: number): Finding {
  const size = Math.abs(skewMs);
  if (size <= maxSkewMs)
    return {
      check: "clock",
      status: "ok",
      message: "the gateway's clock agrees with this machine",
    };
  return {
    check: "clock",
    status: "warn",
    message: `the gateway's clock is ${formatDuration(size)} ${skewMs > 0 ? "ahead of" : "behind"} this machine`,
    fix: "synchronise both clocks: tokens would seem to expire at another time",
  };
}

function describeVersion({ version, edge }: GatewayCapabilities, info?: GatewayInfo): Finding {
  const kind = edge === true ? ", an edge of a larger deployment" : "";
  if (version === undefined)
    return {
      check: "version",
      status: "warn",
      message: `unknown${kind}: /hello is not served here`,
      fix: "nothing, if the gateway sets health_check_endpoint_name",
    };
  const status = info?.status === undefined ? "" : `, status ${info.status}`;
  return {
    check: "version",
    status: info?.status === "fail" ? "warn" : "ok",
    message: `the gateway says ${version}${status}${kind}`,
    ...(info?.status === "fail" ? { fix: "read /hello: a part of the gateway does not work" } : {}),
  };
}

async function readApis(
  tyk: TykOAuth,
  call: Connection["call"],
  { edge }: GatewayCapabilities,
): Promise<readonly ApiDefinition[] | undefined> {
  return edge === true ? undefined : tyk.apis.list({}, call);
}
