/**
 * The consent page of the authorization flow, as a handler from `Request` to `Response`.
 *
 * @packageDocumentation
 */
export { createConsent } from "./create-consent.ts";
export type {
  Consent,
  ConsentDetails,
  ConsentPageOptions,
  ConsentProblem,
  ConsentStore,
  ConsentTexts,
  ConsentUser,
  CreateConsentOptions,
  GivenConsent,
  TicketStore,
} from "./types.ts";
