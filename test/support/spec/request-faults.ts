import { pathFaultsOf } from "./match.ts";
import type { Match } from "./match.ts";
import type { RecordedRequest } from "../recordings/exchanges.ts";
import { faultsOf } from "./schema-faults.ts";
import { spec } from "./spec.ts";
import type { Operation, Parameter } from "./spec.ts";

/** Returns the differences between a request and the spec. */
export function requestFaultsOf(match: Match, request: RecordedRequest): string[] {
  return [
    ...credentialFaultsOf(match.operation, request),
    ...pathFaultsOf(match),
    ...queryFaultsOf(match),
    ...bodyFaultsOf(match.operation, request),
  ];
}

/** A request with a wrong secret is valid. One without a secret, or with it in another header, is not. */
function credentialFaultsOf({ item }: Operation, request: RecordedRequest): string[] {
  const schemes = (item.security ?? spec.security).flatMap((requirement) =>
    Object.keys(requirement),
  );
  const headers = new Headers(request.headers);
  return schemes.flatMap((scheme) => {
    const { name = "authorization" } = spec.components.securitySchemes[scheme] ?? {};
    return headers.get(name) ? [] : [`no credentials in ${name}`];
  });
}

function queryFaultsOf({ operation, query }: Match): string[] {
  const known = operation.parameters.filter((parameter) => parameter.in === "query");
  const unknown = [...query.keys()].filter(
    (name) => !known.some((parameter) => parameter.name === name),
  );
  return [
    ...unknown.map((name) => `${name} is not in the spec`),
    ...known.flatMap((parameter) => parameterFaultsOf(parameter, query.get(parameter.name))),
  ];
}

function parameterFaultsOf({ name, required, schema }: Parameter, value: string | null): string[] {
  if (value === null) return required ? [`${name} is missing`] : [];
  return faultsOf(typed(value, schema), schema).map((fault) => `${name}: ${fault}`);
}

/** Returns a query value with the type of the schema if it can be converted. */
function typed(value: string, { type }: Parameter["schema"]): unknown {
  if (type === "integer" && /^-?\d+$/.test(value)) return Number(value);
  if (type === "boolean" && /^(true|false)$/.test(value)) return value === "true";
  return value;
}

function bodyFaultsOf({ item }: Operation, { headers, body }: RecordedRequest): string[] {
  if (!item.requestBody) return body === undefined ? [] : ["a body where the spec has none"];
  if (body === undefined) return ["the body is missing"];
  const mediaType = headers["content-type"] ?? "none";
  const media = item.requestBody.content[mediaType];
  if (!media) return [`the media type ${mediaType} is not in the spec`];
  if (mediaType === "application/x-www-form-urlencoded")
    return faultsOf(Object.fromEntries(new URLSearchParams(body)), media.schema);
  try {
    return faultsOf(JSON.parse(body), media.schema);
  } catch {
    return ["the body is not JSON"];
  }
}
