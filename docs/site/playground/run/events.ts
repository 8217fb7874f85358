/** What a running program reports to the page. The program is not trusted: `readEvent` checks each event. */
export type RunEvent =
  /** The program starts. Its time limit starts too. */
  | { readonly type: "started" }
  | { readonly type: "print"; readonly level: PrintLevel; readonly text: string }
  | { readonly type: "call"; readonly call: StartedCall }
  | { readonly type: "request"; readonly request: SeenRequest }
  | { readonly type: "call-end"; readonly end: CallEnd }
  /** What the gateway stores after a call, a plain request or a move of the clock. */
  | { readonly type: "gateway"; readonly cause: string; readonly snapshot: GatewaySnapshot }
  | { readonly type: "error"; readonly error: ShownError }
  /** The program ended. */
  | { readonly type: "done" };

export type PrintLevel = "log" | "warn" | "error";

export const printLevels: readonly PrintLevel[] = ["log", "warn", "error"];

/** A call of a method of the SDK. */
export interface StartedCall {
  readonly id: number;
  /** The method, such as `clients.create`. */
  readonly name: string;
  readonly args: string;
  /** The line of the program; 0 if it is not known. */
  readonly line: number;
}

export interface CallEnd {
  readonly id: number;
  readonly steps: readonly string[];
  readonly warnings: readonly string[];
  readonly error?: ShownError | undefined;
}

/** A request that the gateway received, and its response. */
export interface SeenRequest {
  /** The call that sent it; 0 if the program sent it with `gateway.fetch`. */
  readonly callId: number;
  readonly method: string;
  readonly target: string;
  readonly operation: string;
  /** The status of the response; 0 if the connection was dropped. */
  readonly status: number;
  readonly body: string;
  readonly response: string;
}

/** An error as a user of the SDK reads it. `code` and `outcome` are empty if it is not an error of the SDK. */
export interface ShownError {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly outcome: string;
  /** The line of the program; 0 if it is not known. */
  readonly line: number;
}

/** What the gateway stores. */
export interface GatewaySnapshot {
  readonly version: string;
  readonly hashing: string;
  /** Milliseconds since the epoch. */
  readonly clock: number;
  readonly apis: readonly ApiSnapshot[];
}

export interface ApiSnapshot {
  readonly id: string;
  readonly clients: readonly ClientRow[];
  readonly tokens: readonly TokenRow[];
}

export interface ClientRow {
  readonly id: string;
  readonly secret: string;
  readonly policy: string;
  readonly redirectUri: string;
  readonly description: string;
}

export interface TokenRow {
  readonly clientId: string;
  /** The token as lists show it: its hash, or the token itself. */
  readonly code: string;
  /** Unix time in seconds; 0 if it is not known. */
  readonly expires: number;
  /** Whether the client's list names it. */
  readonly isListed: boolean;
  /** Whether it is in storage. */
  readonly isStored: boolean;
  /** Whether it expired. An expired token can stay in storage. */
  readonly isExpired: boolean;
  readonly hasRefreshToken: boolean;
}
