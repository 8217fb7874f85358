import type { OAuthClient } from "../../generated/index.ts";

/** Where and how a contender calls. */
export interface Place {
  readonly baseUrl: string;
  /** Whether a stub stands for the network: what is left is the contender's own cost. */
  readonly stubbed: boolean;
  /** The facade's option; its default where it is left out. */
  readonly maxConcurrency?: number;
}

/** The calls of a contender, each of which gives the parsed client. */
export interface Calls {
  readonly get: () => Promise<OAuthClient>;
  /** Not of the facade's verbs: their create looks before it writes. */
  readonly create?: () => Promise<OAuthClient>;
}

/** Sets a contender up, as its users would. */
export type Connect = (place: Place) => Calls | Promise<Calls>;
