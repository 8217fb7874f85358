export { findUser } from "../support/consent-flow.ts";
