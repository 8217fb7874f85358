/** The commands that do what methods of the SDK do. */
const commandOf: Readonly<Record<string, string>> = {
  "clients.list": "clients list",
  "clients.get": "clients get",
  "clients.create": "clients create",
  "clients.update": "clients update",
  "clients.rotateSecret": "clients rotate",
  "clients.delete": "clients delete",
  "clients.inspect": "clients inspect",
  "clients.listApis": "clients inspect",
  "clients.cutOff": "cut-off",
  "tokens.list": "tokens list",
  "tokens.inspect": "tokens inspect",
  "tokens.find": "tokens find",
  "tokens.revoke": "tokens revoke",
  "tokens.revokeAll": "tokens revoke-all",
  "tokens.purgeLapsed": "tokens purge",
  "gateway.info": "doctor",
  "gateway.capabilities": "doctor",
};

/** Names commands and options in place of the SDK's methods and arguments. */
export function toCommandWords(message: string): string {
  return message
    .replaceAll(/\b(?:clients|tokens|gateway)\.\w+\b/g, (method) => commandOf[method] ?? method)
    .replaceAll(/\bbody\.client_id\b/g, "--id")
    .replaceAll(/\bbody\.redirect_uri\b|\bpatch\.redirect_uri\b/g, "--redirect-uri")
    .replaceAll(/\bbody\.policy_id\b|\bpatch\.policy_id\b/g, "--policy")
    .replaceAll(/\bbody\.api_id\b/g, "--api")
    .replaceAll(/\b(?:body|patch)\.meta_data\b/g, "--meta")
    .replaceAll(/\b(?:body|patch)\.description\b/g, "--description")
    .replaceAll(/\bifUnproved\b/g, "--if-unproved")
    .replaceAll(/\bifExists\b/g, "--if-exists")
    .replaceAll(/\bmaxDeletes\b/g, "--max-deletes")
    .replaceAll(/\bapiId\b/g, "--api")
    .replaceAll(/\bclientId\b/g, "CLIENT_ID")
    .replaceAll(/\blistedCode\b/g, "CODE")
    .replaceAll(/\brefreshToken\b/g, "the refresh token")
    .replace(/^tokens must be "revoke" or "keep"/, "--tokens must be revoke or keep");
}
