import { decodeBody, getMediaType } from "./request.ts";
import type { GatewayRequest } from "./request.ts";
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

const methodsWithForm = ["POST", "PUT", "PATCH"];

/** Reads the form. The body counts only if its type is `application/x-www-form-urlencoded`. */
export function readForm(request: GatewayRequest): Form {
  const canHaveForm = methodsWithForm.includes(request.method);
  const isFormEncoded = getMediaType(request) === "application/x-www-form-urlencoded";
  const body = parseUrlValues(canHaveForm && isFormEncoded ? decodeBody(request) : "");
  const query = parseUrlValues(request.rawQuery);
  const all = new UrlValues();
  all.addAll(body.values);
  all.addAll(query.values);
  return { all, body: body.values, isWellFormed: body.isWellFormed && query.isWellFormed };
}

/** Reads the form, and the fields of a multipart body. */
export function readFormOrMultipart(request: GatewayRequest): Form {
  const form = readForm(request);
  if (request.multipartFields !== undefined) form.all.addAll(request.multipartFields);
  return form;
}
