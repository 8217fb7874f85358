import type {
  GatewaySnapshot,
  PrintLevel,
  RunEvent,
  SeenRequest,
  ShownError,
  StartedCall,
} from "./events.ts";
import { describeChanges } from "./gateway-changes.ts";

/** A call of a method, or a request that the program sent itself. */
export interface CallEntry {
  readonly kind: "call";
  readonly key: number;
  readonly name: string;
  readonly args: string;
  readonly line: number;
  readonly requests: SeenRequest[];
  steps: readonly string[];
  warnings: readonly string[];
  changes: readonly string[];
  error: ShownError | undefined;
  state: "running" | "done" | "failed";
  /** The number of its moment; undefined until it ended. */
  moment: number | undefined;
}

export interface PrintEntry {
  readonly kind: "print";
  readonly key: number;
  readonly level: PrintLevel;
  readonly text: string;
}

export interface ErrorEntry {
  readonly kind: "error";
  readonly key: number;
  readonly error: ShownError;
}

/** Something that changed the gateway without a request, such as a move of its clock. */
export interface ChangeEntry {
  readonly kind: "change";
  readonly key: number;
  readonly cause: string;
  readonly changes: readonly string[];
  readonly moment: number;
}

export type TimelineEntry = CallEntry | PrintEntry | ErrorEntry | ChangeEntry;

/** What the gateway stored at one time. */
export interface Moment {
  readonly cause: string;
  readonly snapshot: GatewaySnapshot;
}

/** What a program did, in order. */
export interface Timeline {
  readonly entries: TimelineEntry[];
  readonly moments: Moment[];
  readonly calls: Map<number, CallEntry>;
}

export function createTimeline(): Timeline {
  return { entries: [], moments: [], calls: new Map() };
}

/** Returns a copy whose calls do not change any more, so that the page notices what is new. */
export function copyTimeline({ entries, moments, calls }: Timeline): Timeline {
  const copies = entries.map((entry) =>
    entry.kind === "call" ? { ...entry, requests: [...entry.requests] } : entry,
  );
  return { entries: copies, moments: [...moments], calls };
}

/** Adds an event to the timeline. */
export function addEvent(timeline: Timeline, event: RunEvent): void {
  const key = timeline.entries.length;
  switch (event.type) {
    case "print":
      timeline.entries.push({ kind: "print", key, level: event.level, text: event.text });
      return;
    case "error":
      timeline.entries.push({ kind: "error", key, error: event.error });
      return;
    case "call":
      addCall(timeline, event.call);
      return;
    case "request":
      addRequest(timeline, event.request);
      return;
    case "call-end": {
      const call = timeline.calls.get(event.end.id);
      if (call === undefined) return;
      const { steps, warnings, error } = event.end;
      Object.assign(call, {
        steps,
        warnings,
        error,
        state: error === undefined ? "done" : "failed",
      });
      return;
    }
    case "gateway":
      addMoment(timeline, event.cause, event.snapshot);
      return;
    case "started":
    case "done":
      return;
  }
}

function addCall(timeline: Timeline, { id, name, args, line }: StartedCall): CallEntry {
  const call: CallEntry = {
    kind: "call",
    key: timeline.entries.length,
    name,
    args,
    line,
    requests: [],
    steps: [],
    warnings: [],
    changes: [],
    error: undefined,
    state: "running",
    moment: undefined,
  };
  timeline.entries.push(call);
  if (id !== 0) timeline.calls.set(id, call);
  return call;
}

function addRequest(timeline: Timeline, request: SeenRequest): void {
  const known = timeline.calls.get(request.callId);
  if (known !== undefined) {
    known.requests.push(request);
    return;
  }
  const name = `${request.method} ${request.target}`;
  const call = addCall(timeline, { id: 0, name, args: "", line: 0 });
  call.requests.push(request);
  call.state = request.status === 0 ? "failed" : "done";
}

/** The gateway reports what it stores right after the end of a call, which then gets the changes. */
function addMoment(timeline: Timeline, cause: string, snapshot: GatewaySnapshot): void {
  const { entries, moments } = timeline;
  const changes = describeChanges(moments.at(-1)?.snapshot, snapshot);
  const moment = moments.push({ cause, snapshot }) - 1;
  const call = entries.findLast(
    (entry): entry is CallEntry =>
      entry.kind === "call" && entry.name === cause && entry.state !== "running",
  );
  if (call !== undefined && call.moment === undefined) {
    call.changes = changes;
    call.moment = moment;
    return;
  }
  if (moment === 0 && changes.length === 0) return;
  entries.push({ kind: "change", key: entries.length, cause, changes, moment });
}
