import { bodyText, contentType } from "./request.ts";
import type { GatewayRequest } from "./request.ts";
import { parseValues, Values } from "../go/values.ts";

/** A request's form. */
export interface Form {
  /** The body's fields, then the query's. */
  readonly all: Values;
  /** The body's fields alone. */
  readonly body: Values;
  /** False where a part of the body or of the query could not be read. */
  readonly wellFormed: boolean;
}

const methodsWithAForm = ["POST", "PUT", "PATCH"];

/** The form of a request: a body counts only where it is labelled `application/x-www-form-urlencoded`. */
export function readForm(request: GatewayRequest): Form {
  const takesForm = methodsWithAForm.includes(request.method);
  const labelled = contentType(request) === "application/x-www-form-urlencoded";
  const body = parseValues(takesForm && labelled ? bodyText(request) : "");
  const query = parseValues(request.rawQuery);
  const all = new Values();
  all.addAll(body.values);
  all.addAll(query.values);
  return { all, body: body.values, wellFormed: body.wellFormed && query.wellFormed };
}

/** The same, with the fields of a multipart form where the body is one. */
export function readFormOrMultipart(request: GatewayRequest): Form {
  const form = readForm(request);
  if (request.multipart !== undefined) form.all.addAll(request.multipart);
  return form;
}
