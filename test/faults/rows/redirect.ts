import { answer, endless } from "../../support/faults/answers.ts";
import { markers } from "../../support/secrets/markers.ts";
import type { Row } from "../../support/faults/row.ts";
import { serve } from "../../support/faults/server.ts";

const redirect = {
  name: "TykRedirectError",
  code: "redirect",
  outcome: "refused",
  attempts: [1, 1, 1],
} as const;

const to = (status: number, location: string | undefined, fault: string): Row => ({
  fault: `${status} ${fault}`,
  start: (t) => serve(t, answer(status, location === undefined ? {} : { location }, "")),
  ...redirect,
  status,
});

const query = `?token=${markers.token}`;

export const redirectRows: readonly Row[] = [
  to(301, `/tyk/keys/victim${query}`, "to the same origin"),
  to(302, `https://user:${markers.answer}@evil.example/${query}`, "to another origin"),
  to(307, "http://[", "to a broken address"),
  to(308, undefined, "to nowhere"),
  to(300, "/a", "choices"),
  to(304, undefined, "not modified"),
  to(399, "/a", "of no meaning"),
  {
    fault: "302 whose body has no end",
    start: (t) =>
      serve(t, endless("HTTP/1.1 302 Found\r\nlocation: /a\r\n\r\n", "x".repeat(65_536), 1)),
    ...redirect,
    status: 302,
    closes: true,
  },
];
