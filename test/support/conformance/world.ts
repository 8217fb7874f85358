import type { TokenResponse, TykOAuth } from "@tyk-oauth/sdk";
import type { Gateway, GatewayOptions } from "@tyk-oauth/sdk/testing";
import type { GatewayKind } from "../recordings/recorded-gateways.ts";
import { secondSetup } from "../recordings/recordings.ts";

export type { GatewayKind };

/** One case's gateway, and clients of it. */
export interface World {
  readonly gateway: GatewayKind;
  /** A client with the gateway's secret. */
  readonly tyk: TykOAuth;
  /** What a browser and an application do: the public endpoints and the protected API. */
  readonly app: App;
  /** The control API without the SDK: for what the SDK itself refuses to send, or for standing between it and the gateway. */
  readonly control: Control;
  /** Lets time pass on the gateway. */
  readonly wait: (ms: number) => Promise<void>;
  /** Lets time pass until the gateway's clock shows a full second. */
  readonly nextSecond: () => Promise<void>;
  /** Removes a client's record from storage while the index goes on naming it. */
  readonly evict: ((clientId: string) => Promise<void>) | undefined;
  /** The embedded gateway itself, for what HTTP cannot do. */
  readonly embedded?: Gateway;
  /** What the gateway has posted to an API's address for key changes, where that can be seen. */
  readonly notifications?: () => readonly {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: object;
  }[];
}

/** The side of an application that knows its own credentials but not the gateway's secret. */
export interface App {
  /** Asks the token endpoint. */
  readonly token: (
    credentials: string,
    form: Readonly<Record<string, string>>,
    api?: string,
  ) => Promise<TokenResponse>;
  /** Calls an API with a token, and gives the status. */
  readonly use: (token: string, api?: string) => Promise<number>;
}

/** Where the control API is, and the gateway's secret. */
export interface Control {
  readonly url: string;
  readonly secret: string;
  readonly fetch: typeof globalThis.fetch;
}

/** Something that the SDK promises. */
export interface Case {
  readonly name: string;
  /** The recordings that its requests are in; none where it says why. */
  readonly recordings: readonly string[];
  /** Why no recording covers it. */
  readonly unrecorded?: string;
  /** The recorded gateways whose recordings do not cover it, though others' do. */
  readonly notRecordedOn?: (gateway: GatewayKind) => boolean;
  /** That it needs the APIs and policies of the second setup, which has a folder of recordings of its own. */
  readonly setup?: "second";
  /** How the embedded gateway is set up beyond its kind. Running gateways are not set up so, and are left out. */
  readonly options?: GatewayOptions;
  /** The kinds of gateway that can show it; every one unless said. */
  readonly on?: (gateway: GatewayKind) => boolean;
  /**
   * Whether it needs more than HTTP can do, so that a running gateway cannot be brought into its state, or not out of it
   * again.
   */
  readonly needsStorage?: true;
  readonly run: (world: World) => Promise<void>;
}

/** Whether a kind of gateway can show a case. */
export function canShow(gateway: GatewayKind, { setup, on }: Case): boolean {
  return (gateway.setup === secondSetup) === (setup === "second") && on?.(gateway) !== false;
}

/** Compares versions such as `"4.3.0"`. */
export function isBefore(version: string, limit: string): boolean {
  return version.localeCompare(limit, "en", { numeric: true }) < 0;
}

/** Where tokens live another time than an hour, revoked ones stay in the list until they lapse. */
export function liveAnHour({ tokenTtlSeconds }: GatewayKind): boolean {
  return tokenTtlSeconds === 3600;
}
