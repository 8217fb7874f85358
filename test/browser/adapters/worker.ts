import { TykOAuth } from "@tyk-oauth/sdk";
import { createConsent } from "@tyk-oauth/sdk/consent";
import type { Consent } from "@tyk-oauth/sdk/consent";
import { findUser } from "./find-user.ts";

interface Env {
  readonly TYK_GATEWAY_URL: string;
  readonly TYK_GATEWAY_SECRET: string;
  readonly CONSENT_KEY: string;
  readonly LOGIN_URL: string;
}

let consent: Consent | undefined;

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    // Once for each isolate: the variables come with a request.
    consent ??= createConsent({
      tyk: new TykOAuth({ baseUrl: env.TYK_GATEWAY_URL, secret: env.TYK_GATEWAY_SECRET }),
      signingKey: env.CONSENT_KEY,
      loginUrl: env.LOGIN_URL,
      user: findUser,
    });
    return consent.fetch(request);
  },
};
