import type { Plan, PlannedClient, PlannedCopy } from "@tyk-oauth/sdk/manifest";
import { formatCount } from "../output/format-duration.ts";
import { printable } from "../output/printable.ts";

type Style = (text: string) => string;
type Styles = Readonly<Record<"green" | "red" | "yellow" | "dim" | "bold", Style>>;

/** Unmanaged clients that are named. A gateway can have thousands. */
const shownUnmanaged = 20;

const secretWords = {
  generate: "a generated one",
  set: "the one of the reference",
  share: "that of the other copies",
  replace: "replaced; the old one stops at once",
} as const;

const tokenWords = {
  revoke: "end first",
  keep: "keep the rights of the old policy",
} as const;

/** Whether a plan changes something. */
export function hasChanges({ summary }: Plan): boolean {
  return summary.create + summary.update + summary.delete > 0;
}

/** Counts the clients that a plan deletes, wholly or on some APIs, as `maxDeletes` does. */
export function countDeletions({ clients }: Plan): number {
  return clients.filter(({ copies }) => copies.some(({ action }) => action === "delete")).length;
}

/** Counts the clients that get a generated secret. */
export function countGenerated({ clients }: Plan): number {
  return clients.filter(({ copies }) => copies.some(({ secret }) => secret === "generate")).length;
}

/** Writes a plan for people, one line for each change. The lines are the same on a terminal and in a log. */
export function formatPlan(plan: Plan, styles: Styles): string[] {
  const changed = plan.clients.filter(({ action }) => action in marks);
  const unmanaged = plan.clients.filter(({ action }) => action === "unmanaged");
  const more = unmanaged.length - shownUnmanaged;
  return [
    ...changed.flatMap((client) => formatClient(client, styles)),
    ...unmanaged
      .slice(0, shownUnmanaged)
      .map(({ clientId, copies }) =>
        styles.dim(`? ${printable(clientId)} on ${apisOf(copies)}: unmanaged, stays`),
      ),
    ...(more > 0 ? [styles.dim(`? and ${more} more unmanaged clients`)] : []),
    formatSummary(plan),
    ...formatWarnings(plan),
  ];
}

const marks = {
  create: ["+", "green"],
  update: ["~", "yellow"],
  delete: ["-", "red"],
} as const satisfies Partial<Record<PlannedClient["action"], readonly [string, keyof Styles]>>;

function formatClient(client: PlannedClient, styles: Styles): string[] {
  const { clientId, action, reason, drift } = client;
  const [mark, color] = marks[action as keyof typeof marks];
  const why = reason === undefined ? "" : ` (${reason})`;
  const head = styles[color](`${mark} ${action} ${styles.bold(printable(clientId))}${why}`);
  const lines = groupCopies(client.copies).flatMap((group) => formatCopies(group, styles));
  const differ = drift.length === 0 ? [] : [`    its copies differ in ${drift.join(", ")}`];
  return [head, ...lines, ...differ];
}

/** Groups the copies with the same changes: a client is most often the same on all its APIs. */
function groupCopies(copies: readonly PlannedCopy[]): (readonly PlannedCopy[])[] {
  const groups = new Map<string, PlannedCopy[]>();
  for (const copy of copies) {
    if (copy.action === "none") continue;
    const key = JSON.stringify({ ...copy, apiId: "" });
    groups.set(key, [...(groups.get(key) ?? []), copy]);
  }
  return [...groups.values()];
}

function formatCopies(copies: readonly PlannedCopy[], styles: Styles): string[] {
  const [first] = copies;
  if (first === undefined) return [];
  const { action, changes, secret, tokens } = first;
  const style = styles[marks[action as keyof typeof marks][1]];
  return [
    `    ${action} on ${apisOf(copies)}`,
    ...changes.map(({ field, from, to }) =>
      action === "create"
        ? style(`      ${field}: ${show(to)}`)
        : style(`      ${field}: ${show(from)} -> ${show(to)}`),
    ),
    ...(secret === undefined ? [] : [style(`      secret: ${secretWords[secret]}`)]),
    ...(tokens === undefined || tokens === "may-return"
      ? []
      : [style(`      tokens: ${tokenWords[tokens]}`)]),
  ];
}

function apisOf(copies: readonly PlannedCopy[]): string {
  return printable(copies.map(({ apiId }) => apiId).join(", "));
}

function show(value: unknown): string {
  return value === null ? "(empty)" : printable(JSON.stringify(value));
}

function formatSummary({ summary, apis }: Plan): string {
  const { create, update, delete: deleted, inSync, unmanaged } = summary;
  return `Plan for ${printable(apis.join(", "))}: ${create} to create, ${update} to update, ${deleted} to delete, ${inSync} in sync, ${unmanaged} unmanaged.`;
}

function formatWarnings(plan: Plan): string[] {
  const generated = countGenerated(plan);
  const deletions = countDeletions(plan);
  return [
    ...(plan.summary.create > 0
      ? [
          "If a client with the id of a new one was deleted before without its tokens, they work again.",
        ]
      : []),
    ...(generated > 0
      ? [`${formatCount(generated, "new client")} will get a generated secret.`]
      : []),
    ...(deletions > plan.summary.delete
      ? [`${formatCount(deletions, "client")} will lose copies, wholly or on some APIs.`]
      : []),
    ...plan.clients
      .filter(({ action, drift }) => action === "in-sync" && drift.length > 0)
      .map(
        ({ clientId, drift }) =>
          `The copies of ${printable(clientId)} differ in ${drift.join(", ")}. A plan leaves this: tyk-oauth clients rotate --all-apis gives them one secret.`,
      ),
  ];
}
