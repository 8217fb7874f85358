// app/consent/[api]/route.ts
import { consent } from "./consent.ts";

export const GET = (request: Request): Promise<Response> => consent.fetch(request);
export const POST = (request: Request): Promise<Response> => consent.fetch(request);
