import { expect } from "vitest";
import { parseNotification, TykInputError } from "../../../src/index.ts";
import type { NotificationEvent, NotificationRequest } from "../../../src/index.ts";
import { failure } from "../util/failure.ts";

export const sharedSecret = "sh4red-secret";
/** The header with the shared secret. */
export const name = "x-tyk-shared-secret";
export const url = "https://owner.example/keys";

/** A notification as the gateway sends it. */
export const wire: Readonly<Record<string, string>> = {
  auth_code: "",
  new_oauth_token: "t0ken",
  refresh_token: "",
  old_refresh_token: "",
  notification_type: "new",
};
export const fine: string = JSON.stringify(wire);

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function bytes(...values: number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(values);
}

/** Creates a notification as a web `Request`. */
export function posted(body: BodyInit | null, secret: string = sharedSecret): Request {
  return new Request(url, {
    method: "POST",
    headers: { "content-type": "application/json", [name]: secret },
    body,
    // Needed for a stream. TypeScript's `RequestInit` does not have it.
    ...{ duplex: "half" },
  });
}

/** Creates a notification for a server without web requests. */
export function plain(
  headers: NotificationRequest["headers"],
  body: string = fine,
): NotificationRequest {
  return { headers, body };
}

/** Returns the event of a notification body. */
export async function eventOf(body: BodyInit): Promise<NotificationEvent> {
  return (await parseNotification(posted(body), { sharedSecret })).event;
}

/** Returns the reason of the rejection: the part of the message after the field. */
export async function refusal(
  request: unknown,
  options: unknown = { sharedSecret },
): Promise<{ field: string; why: string }> {
  const error = await failure(parseNotification(request as Request, options as never));
  expect(error).toBeInstanceOf(TykInputError);
  const { field, message, outcome, operation, cause } = error as TykInputError;
  expect({ operation, outcome, cause }).toEqual({
    operation: "parseNotification",
    outcome: "not-sent",
    cause: undefined,
  });
  const head = `parseNotification: ${field} `;
  expect(message.slice(0, head.length)).toBe(head);
  return { field, why: message.slice(head.length) };
}

/** Creates a stream that yields chunks, and then ends, fails, or repeats the last chunk forever. */
export function streamOf(
  chunks: readonly unknown[],
  end: "close" | "again" | Error = "close",
): { body: ReadableStream<Uint8Array>; cancelled: () => number; pulled: () => number } {
  let [cancelled, pulled] = [0, 0];
  const body = new ReadableStream<unknown>(
    {
      pull(controller) {
        const at = end === "again" ? Math.min(pulled, chunks.length - 1) : pulled;
        pulled += 1;
        if (at < chunks.length) controller.enqueue(chunks[at]);
        else if (end instanceof Error) controller.error(end);
        else controller.close();
      },
      cancel() {
        cancelled += 1;
      },
    },
    { highWaterMark: 0 },
  );
  return {
    body: body as ReadableStream<Uint8Array>,
    cancelled: () => cancelled,
    pulled: () => pulled,
  };
}
