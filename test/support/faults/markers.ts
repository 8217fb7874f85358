/** One unique text for each thing that no error, log line or hook may show. */
export const markers = {
  admin: "m4rk-admin-q7x",
  client: "m4rk-client-w2k",
  token: "m4rk-token-e9z",
  refresh: "m4rk-refresh-r5b",
  metadata: "m4rk-metadata-y3c",
  header: "m4rk-header-i1f",
  /** What stands in the answers themselves, where nobody asked for it. */
  answer: "m4rk-answer-a8v",
};
