import type { OAuthClient } from "../../generated/index.ts";

/** The address and the settings of a contender. */
export interface ContenderOptions {
  readonly baseUrl: string;
  /** Whether a stub replaces the network. The measured time is then the contender's own cost. */
  readonly stubbed: boolean;
  /** The facade's option. Defaults to the facade's default. */
  readonly maxConcurrency?: number;
}

/** The calls of a contender. Each returns the parsed client. */
export interface Calls {
  readonly get: () => Promise<OAuthClient>;
  /** Missing for the facade's methods: `clients.create` sends another request before it creates. */
  readonly create?: () => Promise<OAuthClient>;
}

/** Sets up a contender as its users would. */
export type Connect = (options: ContenderOptions) => Calls | Promise<Calls>;
