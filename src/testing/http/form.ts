import { decodeBody, getMediaType } from "./request.ts";
import type { GatewayRequest } from "./request.ts";
import { createErrorResponse } from "./response.ts";
import type { GatewayResponse } from "./response.ts";
import { parseUrlValues, UrlValues } from "../go/url-values.ts";

/** The form of a request. */
export interface Form {
  /** The fields of the body, then those of the query. */
  readonly all: UrlValues;
  /** The fields of the body alone. */
  readonly body: UrlValues;
  /** False if a part of the body or the query is invalid. */
  readonly isWellFormed: boolean;
}

/** Reads the form. The body counts only if its type is `application/x-www-form-urlencoded`. */
export function readForm(request: GatewayRequest): Form {
  const hasForm =
    ["POST", "PUT", "PATCH"].includes(request.method) &&
    getMediaType(request) === "application/x-www-form-urlencoded";
  const body = parseUrlValues(hasForm ? decodeBody(request) : "");
  const query = parseUrlValues(request.rawQuery);
  const all = new UrlValues();
  all.addAll(body.values);
  all.addAll(query.values);
  return { all, body: body.values, isWellFormed: body.isWellFormed && query.isWellFormed };
}

/** Returns the error of a form that is malformed (400) or whose body lacks one of the fields (`missingStatus`). */
export function findFormError(
  form: Form,
  malformedMessage: string,
  fields: readonly string[],
  missingStatus: number,
): GatewayResponse | undefined {
  if (!form.isWellFormed) return createErrorResponse(400, malformedMessage);
  const missing = fields.find((name) => form.body.get(name) === "");
  return missing === undefined
    ? undefined
    : createErrorResponse(missingStatus, `${missing} is required`);
}
