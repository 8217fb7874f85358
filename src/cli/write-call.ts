import type { TykPromise } from "@tyk-oauth/sdk";
import type { CommandContext } from "./command-context.ts";

/** A request that a dry run did not send. */
export interface PlannedRequest {
  readonly operation: string;
  readonly apiId?: string;
}

/** The result of a call that changes the gateway. */
export interface Written<T> {
  readonly data: T;
  /** The fields of the result's document that say what a dry run would send. */
  readonly plan: { readonly dryRun?: true; readonly planned?: readonly PlannedRequest[] };
}

/** Waits for a call that changes the gateway. Shows its warnings, and in a dry run the requests that were not sent. */
export async function finishWrite<T>(
  { output, isDryRun }: CommandContext,
  call: TykPromise<T>,
): Promise<Written<T>> {
  const { data, steps, warnings } = await call.withResponse();
  for (const warning of warnings) output.warn(warning);
  if (!isDryRun) return { data, plan: {} };
  const planned = steps
    .filter(({ outcome }) => outcome === "not-sent")
    .map(({ operation, apiId }): PlannedRequest =>
      apiId === undefined ? { operation } : { operation, apiId },
    );
  output.note("Dry run: nothing was changed. These requests would be sent:");
  for (const { operation, apiId } of planned)
    output.note(`- ${[operation, apiId ?? ""].join(" ").trim()}`);
  return { data, plan: { dryRun: true, planned } };
}
