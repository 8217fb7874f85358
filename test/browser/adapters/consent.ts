import type { Consent } from "@tyk-oauth/sdk/consent";

let current: Consent | undefined;

/** The consent page of the adapters. In an application it is the result of `createConsent`. */
export const consent: Consent = {
  fetch: (request) => current?.fetch(request) ?? Promise.reject(new Error("no consent page")),
};

/** Sets the consent page of the test. */
export function setConsent(newConsent: Consent): void {
  current = newConsent;
}
