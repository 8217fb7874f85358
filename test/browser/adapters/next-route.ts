// app/consent/[api]/route.ts
import { consent } from "./consent.ts";

const { fetch } = consent;
export { fetch as GET, fetch as POST };
