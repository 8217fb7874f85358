// app/consent/[api]/route.ts
import { consent } from "./consent.ts";

const handle: (request: Request) => Promise<Response> = consent.fetch;
export { handle as GET, handle as POST };
