import type { TykOAuth, TykProgress, VerbOptions } from "@tyk-oauth/sdk";
import { confirm } from "./confirm.ts";
import type { Confirmation } from "./confirm.ts";
import { connect } from "./connection/connect.ts";
import { withDeadline } from "./connection/deadline.ts";
import { readSettings } from "./connection/settings.ts";
import type { ConnectionSettings } from "./connection/settings.ts";
import { UsageError } from "./errors/command-error.ts";
import { isInteractive } from "./host.ts";
import type { Host } from "./host.ts";
import type { Output } from "./output/output.ts";
import { ProgressLine } from "./output/progress.ts";
import type { CommandTraits } from "./spec/command-traits.ts";
import type { ParsedInput } from "./spec/parsed-input.ts";

/** A gateway that a command calls. */
export interface Connection {
  readonly tyk: TykOAuth;
  readonly settings: ConnectionSettings;
  /** Whether nothing is changed, because of `--dry-run`. */
  readonly isDryRun: boolean;
  /** The options of each call: a signal of Ctrl-C and of the deadline. */
  readonly call: { readonly signal: AbortSignal };
  /** The options of a call that shows its progress. */
  readonly longCall: VerbOptions;
}

/** What a command works with. */
export class CommandContext {
  readonly host: Host;
  readonly output: Output;
  readonly spec: CommandTraits;
  readonly input: ParsedInput;
  #signal: AbortSignal | undefined;

  constructor(host: Host, output: Output, spec: CommandTraits, input: ParsedInput) {
    this.host = host;
    this.output = output;
    this.spec = spec;
    this.input = input;
  }

  /** Ends the command: Ctrl-C, or the deadline, which begins when this is first read. */
  get signal(): AbortSignal {
    this.#signal ??= withDeadline(this.host.signal, this.input.duration("--deadline"));
    return this.#signal;
  }

  get isDryRun(): boolean {
    return this.input.flag("--dry-run");
  }

  /**
   * Reads the settings of the connection, and creates the client. Sends nothing.
   *
   * @param needsConsent - Whether the command will ask. If nobody can be asked, it is refused here, before any request.
   */
  async connect(needsConsent: boolean = this.spec.asks === true): Promise<Connection> {
    if (needsConsent) this.#requireConsent();
    const { signal } = this;
    const settings = await readSettings(this.host, this.input, signal);
    if (settings.isReadOnly && this.spec.writes === true && !this.isDryRun)
      throw new UsageError(
        `${this.spec.name} changes the gateway, which --read-only or read_only of the profile forbids`,
        "--dry-run shows what the command would do",
      );
    const tyk = await connect(this.host, this.output, settings, this.isDryRun);
    const call = { signal };
    const { update } = new ProgressLine(this.host, this.output);
    const onProgress = (progress: TykProgress): void => {
      update(progress);
    };
    return { tyk, settings, isDryRun: this.isDryRun, call, longCall: { ...call, onProgress } };
  }

  /** Says what will happen, and asks the person. Returns only if they agree. */
  confirm(confirmation: Confirmation): Promise<void> {
    return this.isDryRun ? Promise.resolve() : confirm(this, confirmation);
  }

  /** Throws if the command needs a confirmation, and nobody can be asked. */
  #requireConsent(): void {
    if (this.isDryRun || this.input.flag("--yes") || isInteractive(this.host)) return;
    throw new UsageError(
      `${this.spec.name} needs a confirmation, and there is no terminal to ask on`,
      "pass --yes to confirm, or --dry-run to see what would happen",
    );
  }
}
