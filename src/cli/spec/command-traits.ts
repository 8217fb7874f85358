/** What the frame has to know of a command before it runs. */
export interface CommandTraits {
  /** The words of the command, such as `clients list`. */
  readonly name: string;
  /** Whether the command sends requests to a gateway. It then has the options of the connection. */
  readonly usesGateway: boolean;
  /** Whether the command changes the gateway. `--read-only` then refuses it, and `--dry-run` is an option. */
  readonly writes?: boolean;
  /** Whether the command has something to confirm. It then has the option `--yes`. */
  readonly asks?: boolean;
}
