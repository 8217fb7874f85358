/** One unique string for each kind of secret or private value. No error, log line or hook may show any of them. */
export const markers = {
  admin: "m4rk-admin-q7x",
  client: "m4rk-client-w2k",
  token: "m4rk-token-e9z",
  refresh: "m4rk-refresh-r5b",
  code: "m4rk-code-t8n",
  metadata: "m4rk-metadata-y3c",
  rules: "m4rk-rules-u6d",
  header: "m4rk-header-i1f",
  state: "m4rk-state-o4g",
  filter: "m4rk-key-p0h",
  /** In the responses themselves. */
  answer: "m4rk-answer-a8v",
};
