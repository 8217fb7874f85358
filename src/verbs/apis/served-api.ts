import type { ApiDefinition } from "../../../generated/index.ts";

/** What decides which requests reach an API. The gateway leaves out of a definition what is empty; here it is there. */
export interface ServedApi {
  readonly apiId: string;
  readonly listenPath: string;
  readonly domain: string;
  readonly isDomainDisabled: boolean;
  readonly isInternal: boolean;
  /** A port of its own; 0 is the gateway's. */
  readonly listenPort: number;
  readonly protocol: string;
  readonly usesOAuth: boolean;
  /** Whether every version loads it: the gateway skips an API whose target it cannot parse. */
  readonly hasSoundTarget: boolean;
}

/** Takes out of a definition what decides which requests reach the API. `active` does not: the gateway serves inactive APIs. */
export function servedApi(definition: ApiDefinition): ServedApi {
  // Past the type: gateways differ in which of these fields they leave out.
  const fields: Readonly<Record<string, unknown>> = definition;
  const proxy = fields["proxy"] as Readonly<Record<string, unknown>> | undefined;
  return {
    apiId: stringIn(fields, "api_id"),
    listenPath: proxy === undefined ? "" : stringIn(proxy, "listen_path"),
    domain: stringIn(fields, "domain"),
    isDomainDisabled: fields["domain_disabled"] === true,
    isInternal: fields["internal"] === true,
    listenPort: Number(fields["listen_port"] ?? 0),
    protocol: stringIn(fields, "protocol"),
    usesOAuth: fields["use_oauth2"] === true,
    hasSoundTarget: isSound(proxy === undefined ? "" : stringIn(proxy, "target_url")),
  };
}

/** Whether Go parses a URL, on the safe side: it is stricter than `URL` about percent signs. */
function isSound(target: string): boolean {
  return target === "" || (URL.canParse(target) && !/%(?![\da-f]{2})|\s/i.test(target));
}

/** Whether two reads of an API agree on what decides which requests reach it. */
export function isServedEqually(one: ServedApi, other: ServedApi): boolean {
  return (Object.keys(one) as (keyof ServedApi)[]).every((field) => one[field] === other[field]);
}

function stringIn(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}
