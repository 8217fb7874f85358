import type { TokenResponse, TykOAuth } from "@tyk-oauth/sdk";
import type { Gateway, GatewayOptions } from "@tyk-oauth/sdk/testing";
import type { GatewayKind } from "../recordings/recorded-gateways.ts";
import { secondSetup } from "../recordings/setup.ts";

export type { GatewayKind };

/** What a case gets: a gateway, and clients of it. */
export interface CaseContext {
  /** The kind of the gateway. */
  readonly gateway: GatewayKind;
  /** A client with the gateway's secret. */
  readonly tyk: TykOAuth;
  /** The requests of a browser and an application: to the public endpoints and the protected API. */
  readonly app: App;
  /**
   * The control API without the SDK, for requests that the SDK refuses to send and for a proxy between the SDK and the
   * gateway.
   */
  readonly control: Control;
  /** Lets time pass on the gateway. */
  readonly wait: (ms: number) => Promise<void>;
  /** Lets time pass until the gateway's clock shows a full second. */
  readonly nextSecond: () => Promise<void>;
  /** Removes a client's record from storage. The index still names the client. */
  readonly evict: ((clientId: string) => Promise<void>) | undefined;
  /** The embedded gateway, for actions that HTTP does not offer. */
  readonly embedded?: Gateway;
  /** The notifications that the gateway sent to an API's address, if the target can see them. */
  readonly notifications?: () => readonly {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: object;
  }[];
}

/** An application with its own credentials and without the gateway's secret. */
export interface App {
  /** Requests a token. */
  readonly token: (
    credentials: string,
    form: Readonly<Record<string, string>>,
    api?: string,
  ) => Promise<TokenResponse>;
  /** Calls an API with a token, and returns the status. */
  readonly use: (token: string, api?: string) => Promise<number>;
}

/** The address of the control API, and the gateway's secret. */
export interface Control {
  readonly url: string;
  readonly secret: string;
  readonly fetch: typeof globalThis.fetch;
}

/** A promise of the SDK, as a test that runs on each kind of gateway. */
export interface Case {
  readonly name: string;
  /** The recordings with its requests. If there are none, `unrecorded` has the reason. */
  readonly recordings: readonly string[];
  /** The reason why no recording covers the case. */
  readonly unrecorded?: string;
  /** The recorded gateways whose recordings do not cover the case, although others do. */
  readonly notRecordedOn?: (gateway: GatewayKind) => boolean;
  /** The case needs the APIs and policies of the second setup, which has its own folder of recordings. */
  readonly setup?: "second";
  /** Further options of the embedded gateway. The case does not run on live gateways, which lack this setup. */
  readonly options?: GatewayOptions;
  /** The kinds of gateway on which the case can run. Every kind by default. */
  readonly on?: (gateway: GatewayKind) => boolean;
  /**
   * The case needs more than HTTP offers: a live gateway cannot be brought into its state, or not out of it again.
   */
  readonly needsStorage?: true;
  readonly run: (context: CaseContext) => Promise<void>;
}

/** Whether a case can run on a kind of gateway. */
export function canRunOn(gateway: GatewayKind, { setup, on }: Case): boolean {
  return (gateway.setup === secondSetup) === (setup === "second") && on?.(gateway) !== false;
}

/** Compares versions such as `"4.3.0"`. */
export function isBefore(version: string, limit: string): boolean {
  return version.localeCompare(limit, "en", { numeric: true }) < 0;
}

/** Whether tokens live an hour. Otherwise revoked tokens stay in the list until they expire. */
export function tokensLiveAnHour({ tokenTtlSeconds }: GatewayKind): boolean {
  return tokenTtlSeconds === 3600;
}
