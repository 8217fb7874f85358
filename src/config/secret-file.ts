import type { SecretOption, TykOAuthOptions } from "../types/options.ts";

/** A file that contains the gateway's secret. The first call loads the code that reads it. */
export class SecretFile {
  /** The environment variable, for messages. */
  readonly variable: string;
  readonly path: string;
  /** The read that is in progress. Concurrent calls share it. */
  reading: Promise<string> | undefined;

  constructor(variable: string, path: string) {
    this.variable = variable;
    this.path = path;
  }
}

/** The options of a client, which has its secret perhaps from a file. */
export interface OptionsOfClient extends Omit<TykOAuthOptions, "secret"> {
  readonly secret: SecretOption | SecretFile;
}
