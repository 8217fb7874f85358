import { TykError } from "@tyk-oauth/sdk";
import type { AnyTykError } from "@tyk-oauth/sdk";
import { checkRun } from "./invariants.ts";
import type { Ended } from "./invariants.ts";
import { Obligations } from "./obligations.ts";
import type { RawStep } from "./raw-steps.ts";
import { oauthApis, redirectUri } from "./setup.ts";
import type { Kind } from "./setup.ts";
import { Troubled } from "./trouble.ts";
import type { Trouble } from "./trouble.ts";
import { Truth } from "./truth.ts";
import type { VerbCall, VerbPlan } from "./verb-call.ts";
import { World, isOfSdk } from "./world.ts";

/** A verb, with trouble or without. */
export interface VerbStep {
  readonly plan: VerbPlan;
  readonly trouble: Trouble | undefined;
}

export type Step = RawStep | VerbStep;

/** Plays a sequence on a gateway of its own. Throws, with the story so far, where an invariant is broken. */
export async function play(kind: Kind, steps: readonly Step[]): Promise<void> {
  const world = new World(kind);
  try {
    await new Player(world).run(steps);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why}\n${world.story.map((line) => `  ${line}`).join("\n")}`, {
      cause: error,
    });
  }
}

/** Where the first tokens are from. */
const beginning = [
  ["orders", "c1"],
  ["orders", "c1"],
  ["billing", "c1"],
  ["orders", "c3"],
  ["stock", "c3"],
  ["stock", "c2"],
] as const;

class Player {
  readonly #world: World;
  readonly #obligations: Obligations;

  constructor(world: World) {
    this.#world = world;
    this.#obligations = new Obligations(world.kind);
  }

  async run(steps: readonly Step[]): Promise<void> {
    await this.#begin();
    for (const step of steps) await ("plan" in step ? this.#verb(step) : this.#raw(step));
    this.#world.story.push("the end, 11 s later");
    this.#world.gateway.advance(11_000);
    await this.#obligations.check(this.#world);
  }

  /**
   * c1 is on every API with one secret and one policy; c2 as well, with a secret and a policy of its own on each; c3 on two
   * with one secret, and with policies that grant the one API each.
   */
  async #begin(): Promise<void> {
    const world = this.#world;
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
      await world.ask("POST", "/tyk/oauth/clients/create", body);
    };
    await create("c1", "gold");
    await create("c2", "gold", { api_id: "billing" });
    await create("c2", "basic", { api_id: "orders" });
    await create("c2", "empty", { api_id: "stock" });
    await create("c3", "basic", { api_id: "orders", secret: "shared" });
    await create("c3", "depot", { api_id: "stock", secret: "shared" });
    for (const [apiId, clientId] of beginning) {
      const minted = await world.mintByCode(apiId, clientId);
      world.story.push(`${minted?.name} of ${clientId} on ${apiId}, by code`);
    }
    world.gateway.advance(5_000);
  }

  async #raw(step: RawStep): Promise<void> {
    const told = await step.run(this.#world);
    this.#world.story.push(told === "" ? step.text : `${step.text}: ${told}`);
    await this.#obligations.check(this.#world);
  }

  async #verb({ plan, trouble }: VerbStep): Promise<void> {
    const world = this.#world;
    const call = plan.make(world);
    if (call === undefined) return;
    const before = await Truth.of(world);
    const first = await this.#once(plan, call, before, trouble);
    if (!first.isTroubled || first.ended.error === undefined) return;
    // The same once more, with the gateway well again.
    const second = await this.#once(plan, call, first.after, undefined);
    // What another writer changed meanwhile the second run takes for what it was.
    if (first.isDisturbed) return;
    const left = call.left(before, first.after, undefined);
    const leftThen = call.left(before, second.after, undefined);
    if (leftThen.length > left.length)
      throw new Error(`[6] a second run makes it worse: ${leftThen.join("; ")}`);
  }

  async #once(
    plan: VerbPlan,
    call: VerbCall,
    before: Truth,
    trouble: Trouble | undefined,
  ): Promise<{ after: Truth; ended: Ended; isTroubled: boolean; isDisturbed: boolean }> {
    const world = this.#world;
    const from = world.gateway.requests.length;
    const troubled = new Troubled(world, trouble, before);
    const ended = await attempt(call, world, before);
    troubled.end();
    const { struck } = troubled;
    const isTroubled = struck.length > 0;
    const became = ended.error === undefined ? "ok" : `${ended.error.code}, ${ended.error.outcome}`;
    const told = isTroubled ? ` (struck: ${struck.slice(0, 3).join(", ")})` : "";
    world.story.push(`${plan.text}${told}: ${became}`);
    this.#checkRequests(from);
    const lost = await world.lostKeys();
    if (lost.length > 0) throw new Error(`[2] ${lost.join(", ")} was ended, which is nobody's`);
    const after = await Truth.of(world);
    const { isOutage, disturbance } = troubled;
    const run = { call, before, after, ended, isTroubled, isOutage, disturbance };
    checkRun(run);
    this.#obligations.take(plan.text, run);
    const gone = ended.error === undefined ? call.gone?.(ended.result) : undefined;
    if (gone !== undefined) this.#obligations.takeToken(plan.text, gone, after.now);
    await this.#obligations.check(world);
    const isSure = !(isOutage && call.isNeverCertain === true);
    if (ended.error === undefined && disturbance === undefined && isSure)
      await call.attack?.(world, before, ended.result);
    return {
      after: await Truth.of(world),
      ended,
      isTroubled,
      isDisturbed: disturbance !== undefined,
    };
  }

  /** The gateway's secret goes to no API's upstream, and nothing is asked that must never be. */
  #checkRequests(from: number): void {
    const world = this.#world;
    if (world.notModelled !== undefined) throw world.notModelled;
    const leak = world.gateway.requests
      .slice(from)
      .filter(isOfSdk)
      .find(({ path, headers }) => isOfApi(path) && "x-tyk-authorization" in headers);
    if (leak !== undefined) throw new Error(`[2] the gateway's secret went to ${leak.path}`);
    if (world.leaks[0] !== undefined)
      throw new Error(`[2] a request went to the upstream of an API: ${world.leaks[0]}`);
  }
}

async function attempt(call: VerbCall, world: World, before: Truth): Promise<Ended> {
  const seen: Error[] = [];
  world.watch = (method, path) =>
    call.watch?.(world, before, method, path).catch((error: unknown) => {
      // Kept, since the SDK would make an error of the connection of it.
      seen.push(error as Error);
    });
  const ended = await call.run(world.tyk).then(
    (result): Ended => ({ result }),
    (error: unknown): Ended => {
      if (error instanceof TykError) return { error: error as AnyTykError };
      throw new Error("[5] not a TykError", { cause: error });
    },
  );
  world.watch = undefined;
  if (seen[0] !== undefined) throw seen[0];
  return ended;
}

/** Whether a path leads to an API, but for the one that takes the gateway's secret. */
function isOfApi(path: string): boolean {
  const isOAuth = oauthApis.some((apiId) => path === `/${apiId}/tyk/oauth/authorize-client/`);
  return !path.startsWith("/tyk/") && !isOAuth;
}
