import { parseUrl } from "../../util/url.ts";
import type { ApiDefinition } from "../../../generated/index.ts";

/** The fields of an API that decide which requests reach it. Fields that a definition omits have their empty value here. */
export interface ServedApi {
  readonly apiId: string;
  readonly listenPath: string;
  readonly domain: string;
  readonly isDomainDisabled: boolean;
  readonly isInternal: boolean;
  /** The API's own port. 0 means the port of the gateway. */
  readonly listenPort: number;
  readonly protocol: string;
  readonly usesOAuth: boolean;
  /** Whether every version loads the API. The gateway skips an API whose target URL it cannot parse. */
  readonly hasParsableTarget: boolean;
}

/** Extracts these fields from a definition. `active` is not one of them, because the gateway serves inactive APIs. */
export function toServedApi(definition: ApiDefinition): ServedApi {
  // The type does not cover all versions: gateways differ in which fields they omit.
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
    hasParsableTarget: isParsable(proxy === undefined ? "" : stringIn(proxy, "target_url")),
  };
}

/** Whether Go can certainly parse a URL. Go is stricter than `URL` about percent signs. */
function isParsable(target: string): boolean {
  return target === "" || (parseUrl(target) !== undefined && !/%(?![\da-f]{2})|\s/i.test(target));
}

/** Whether two reads of an API agree on which requests reach it. */
export function hasSameRouting(one: ServedApi, other: ServedApi): boolean {
  return (Object.keys(one) as (keyof ServedApi)[]).every((field) => one[field] === other[field]);
}

function stringIn(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}
