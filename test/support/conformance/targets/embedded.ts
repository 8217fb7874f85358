import { createApp } from "../create-app.ts";
import { embeddedGateway, evict } from "../../recordings/recorded-gateways.ts";
import type { Case, GatewayKind, CaseContext } from "../case.ts";

/** Creates an embedded gateway of a kind with the options of a case. */
export function embeddedContext(
  kind: GatewayKind,
  { options }: Pick<Case, "options">,
): CaseContext {
  const start = Date.now();
  let elapsedMs = 0;
  const gateway = embeddedGateway(kind, start, options);
  const tyk = gateway.client();
  const wait = (ms: number): Promise<void> => {
    gateway.advance(ms);
    elapsedMs += ms;
    return Promise.resolve();
  };
  return {
    gateway: kind,
    tyk,
    embedded: gateway,
    app: createApp(tyk, gateway.url, gateway.fetch),
    control: { url: gateway.controlUrl, secret: gateway.secret, fetch: gateway.fetch },
    wait,
    nextSecond: () => wait(1000 - ((start + elapsedMs) % 1000)),
    notifications: () => gateway.notifications,
    evict: (clientId) => {
      evict(gateway, clientId);
      return Promise.resolve();
    },
  };
}
