import type { ConsentTexts } from "../types.ts";

/** The English texts. */
export const englishTexts: ConsentTexts = {
  lang: "en",
  title: ({ clientName }) => `Allow ${clientName}?`,
  request: ({ clientName, apiName }) => `${clientName} wants to use ${apiName} on your behalf.`,
  signedInAs: ({ user }) => `You are signed in as ${user.name ?? user.id}.`,
  returnsTo: ({ returnsTo }) => `You then return to ${returnsTo}.`,
  allow: "Allow",
  deny: "Deny",
  problems: {
    "bad-request": [
      "This link does not work",
      "The application sent a wrong request. Go back to the application, and start again. If that does not help, tell its operator.",
    ],
    expired: [
      "This page has expired",
      "Nothing was allowed. Go back to the application, and start again.",
    ],
    used: [
      "This page was already submitted",
      "Go back to the application. If you are not signed in there, start again.",
    ],
    "other-session": [
      "This page belongs to another session",
      "Nothing was allowed. Go back to the application, and start again.",
    ],
    unavailable: [
      "This is not possible at the moment",
      "Try again in a few minutes. If that does not help, tell the operator.",
    ],
    method: ["This page cannot be used this way", "Go back to the application, and start again."],
  },
};
