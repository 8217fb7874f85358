import { decodeBody, getMediaType } from "./request.ts";
import type { GatewayRequest } from "./request.ts";
import { parseUrlValues, UrlValues } from "../go/url-values.ts";

/** A request's form. */
export interface Form {
  /** The body's fields, then the query's. */
  readonly all: UrlValues;
  /** The body's fields alone. */
  readonly body: UrlValues;
  /** False where a part of the body or of the query could not be read. */
  readonly isWellFormed: boolean;
}

const methodsWithForm = ["POST", "PUT", "PATCH"];

/** The form of a request: a body counts only where it is labelled `application/x-www-form-urlencoded`. */
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

/** The same, with the fields of a multipart form where the body is one. */
export function readFormOrMultipart(request: GatewayRequest): Form {
  const form = readForm(request);
  if (request.multipartFields !== undefined) form.all.addAll(request.multipartFields);
  return form;
}
