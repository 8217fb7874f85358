import { TykError } from "@tyk-oauth/sdk";
import type { AnyTykError } from "@tyk-oauth/sdk";
import { checkRun } from "./invariants.ts";
import type { Settled } from "./invariants.ts";
import { Guarantees } from "./guarantees.ts";
import type { RawStep } from "./raw-steps.ts";
import { oauthApis, redirectUri, rulesForUser } from "./gateway-variants.ts";
import type { GatewayVariant, Rules } from "./gateway-variants.ts";
import { DisruptionInjector } from "./disruption.ts";
import type { Disruption } from "./disruption.ts";
import { StateSnapshot } from "./state-snapshot.ts";
import type { CheckedCall, CallPlan } from "./checked-call.ts";
import { Simulation, isSdkRequest } from "./simulation.ts";

/** A method call, with or without a disruption. */
export interface MethodStep {
  readonly plan: CallPlan;
  readonly disruption: Disruption | undefined;
}

export type Step = RawStep | MethodStep;

/** Plays a sequence on a new gateway. If an invariant breaks, throws an error with the log. */
export async function playSequence(variant: GatewayVariant, steps: readonly Step[]): Promise<void> {
  const simulation = new Simulation(variant);
  try {
    await new SequencePlayer(simulation).run(steps);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why}\n${simulation.log.map((line) => `  ${line}`).join("\n")}`, {
      cause: error,
    });
  }
}

/** The API, the client and the key rules of each first token. c3's list on orders has tokens of one user only. */
const firstTokens: readonly (readonly [apiId: string, clientId: string, rules?: Rules])[] = [
  ["orders", "c1", rulesForUser("u1", "gold")],
  ["orders", "c1"],
  ["billing", "c1", rulesForUser("u1", "gold")],
  ["orders", "c3", rulesForUser("u1", "basic")],
  ["stock", "c3"],
  ["stock", "c2"],
];

class SequencePlayer {
  readonly #simulation: Simulation;
  readonly #guarantees: Guarantees;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#guarantees = new Guarantees(simulation.variant);
  }

  async run(steps: readonly Step[]): Promise<void> {
    await this.#setUp();
    for (const step of steps)
      await ("plan" in step ? this.#playMethod(step) : this.#playRawStep(step));
    this.#simulation.log.push("the end, 11 s later");
    this.#simulation.gateway.advance(11_000);
    await this.#guarantees.check(this.#simulation);
  }

  /**
   * Creates the first clients. c1 is on every API, with one secret and one policy. c2 is on every API, with different secrets
   * and policies. c3 is on two APIs with one secret, and each of its policies grants only that API.
   */
  async #setUp(): Promise<void> {
    const simulation = this.#simulation;
    const create = async (
      client_id: string,
      policy_id: string,
      more: object = {},
    ): Promise<void> => {
      const fields = {
        redirect_uri: redirectUri,
        meta_data: { team: client_id },
        description: "first",
      };
      const body = { client_id, policy_id, ...fields, ...more };
      await simulation.request("POST", "/tyk/oauth/clients/create", body);
    };
    await create("c1", "gold");
    await create("c2", "gold", { api_id: "billing" });
    await create("c2", "basic", { api_id: "orders" });
    await create("c2", "empty", { api_id: "stock" });
    await create("c3", "basic", { api_id: "orders", secret: "shared" });
    await create("c3", "depot", { api_id: "stock", secret: "shared" });
    for (const [apiId, clientId, rules] of firstTokens) {
      const issued = await simulation.issueTokenByCode(apiId, clientId, rules);
      const user = issued?.user ?? "no user";
      simulation.log.push(`${issued?.name} of ${clientId} on ${apiId} for ${user}, by code`);
    }
    simulation.gateway.advance(5_000);
  }

  async #playRawStep(step: RawStep): Promise<void> {
    const result = await step.run(this.#simulation);
    this.#simulation.log.push(result === "" ? step.text : `${step.text}: ${result}`);
    await this.#guarantees.check(this.#simulation);
  }

  async #playMethod({ plan, disruption }: MethodStep): Promise<void> {
    const simulation = this.#simulation;
    const call = plan.createCall(simulation);
    if (call === undefined) return;
    const before = await StateSnapshot.read(simulation);
    const first = await this.#runMethod(plan, call, before, disruption);
    if (!first.isDisrupted || first.settled.error === undefined) return;
    // Calls the method again without a disruption.
    const second = await this.#runMethod(plan, call, first.after, undefined);
    // The second run cannot tell another writer's changes from the state before the first run.
    if (first.hasOtherWriter) return;
    const unmetAfterFirst = call.findUnmet(before, first.after, undefined);
    const unmetAfterSecond = call.findUnmet(before, second.after, undefined);
    if (unmetAfterSecond.length > unmetAfterFirst.length)
      throw new Error(`[6] the retry breaks more promises: ${unmetAfterSecond.join("; ")}`);
  }

  async #runMethod(
    plan: CallPlan,
    call: CheckedCall,
    before: StateSnapshot,
    disruption: Disruption | undefined,
  ): Promise<{
    after: StateSnapshot;
    settled: Settled;
    isDisrupted: boolean;
    hasOtherWriter: boolean;
  }> {
    const simulation = this.#simulation;
    const from = simulation.gateway.requests.length;
    const injector = new DisruptionInjector(simulation, disruption, before);
    const settled = await runCall(call, simulation, before);
    injector.end();
    const { affected } = injector;
    const isDisrupted = affected.length > 0;
    const resultText =
      settled.error === undefined ? "ok" : `${settled.error.code}, ${settled.error.outcome}`;
    const affectedText = isDisrupted ? ` (affected: ${affected.slice(0, 3).join(", ")})` : "";
    simulation.log.push(`${plan.text}${affectedText}: ${resultText}`);
    this.#checkRequests(from);
    const lost = await simulation.findLostKeys();
    if (lost.length > 0)
      throw new Error(`[2] ${lost.join(", ")} was deleted, but belongs to no client`);
    const after = await StateSnapshot.read(simulation);
    const { isOutage, otherChanges } = injector;
    const run = { call, before, after, settled, isDisrupted, isOutage, otherChanges };
    checkRun(run);
    this.#guarantees.addReports(plan.text, run);
    const gone =
      settled.error === undefined ? call.tokenGoneFromStorage?.(settled.result) : undefined;
    if (gone !== undefined) this.#guarantees.addToken(plan.text, gone, after.now);
    await this.#guarantees.check(simulation);
    const isCertain = !(isOutage && call.isNeverCertain === true);
    if (settled.error === undefined && otherChanges === undefined && isCertain)
      await call.attack?.(simulation, before, settled.result);
    return {
      after: await StateSnapshot.read(simulation),
      settled,
      isDisrupted,
      hasOtherWriter: otherChanges !== undefined,
    };
  }

  /** The gateway's secret must reach no upstream, and the SDK must send no request that the gateway does not model. */
  #checkRequests(from: number): void {
    const simulation = this.#simulation;
    if (simulation.unmodelledRequest !== undefined) throw simulation.unmodelledRequest;
    const leak = simulation.gateway.requests
      .slice(from)
      .filter(isSdkRequest)
      .find(({ path, headers }) => isApiPath(path) && "x-tyk-authorization" in headers);
    if (leak !== undefined) throw new Error(`[2] the gateway's secret went to ${leak.path}`);
    if (simulation.upstreamPaths[0] !== undefined)
      throw new Error(
        `[2] a request went to the upstream of an API: ${simulation.upstreamPaths[0]}`,
      );
  }
}

async function runCall(
  call: CheckedCall,
  simulation: Simulation,
  before: StateSnapshot,
): Promise<Settled> {
  const checkErrors: Error[] = [];
  simulation.checkRequest = (method, path) =>
    call.checkRequest?.(simulation, before, method, path).catch((error: unknown) => {
      // Kept for later, because the SDK would turn it into a connection error.
      checkErrors.push(error as Error);
    });
  const settled = await call.run(simulation.tyk).then(
    (result): Settled => ({ result }),
    (error: unknown): Settled => {
      if (error instanceof TykError) return { error: error as AnyTykError };
      throw new Error("[5] not a TykError", { cause: error });
    },
  );
  simulation.checkRequest = undefined;
  if (checkErrors[0] !== undefined) throw checkErrors[0];
  return settled;
}

/** Whether a path leads to an API. Excludes authorize-client, which requires the gateway's secret. */
function isApiPath(path: string): boolean {
  const isOAuth = oauthApis.some((apiId) => path === `/${apiId}/tyk/oauth/authorize-client/`);
  return !path.startsWith("/tyk/") && !isOAuth;
}
