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

const redirectTo = (status: number, location: string | undefined, fault: string): Row => ({
  fault: `${status} ${fault}`,
  start: (t) => serve(t, answer(status, location === undefined ? {} : { location }, "")),
  ...redirect,
  status,
});

const query = `?token=${markers.token}`;

export const redirectRows: readonly Row[] = [
  redirectTo(301, `/tyk/keys/victim${query}`, "to the same origin"),
  redirectTo(302, `https://user:${markers.answer}@evil.example/${query}`, "to another origin"),
  redirectTo(307, "http://[", "to an invalid address"),
  redirectTo(308, undefined, "without a location"),
  redirectTo(300, "/a", "multiple choices"),
  redirectTo(304, undefined, "not modified"),
  redirectTo(399, "/a", "(unassigned status)"),
  {
    fault: "302 with an endless body",
    start: (t) =>
      serve(t, endless("HTTP/1.1 302 Found\r\nlocation: /a\r\n\r\n", "x".repeat(65_536), 1)),
    ...redirect,
    status: 302,
    closes: true,
  },
];
