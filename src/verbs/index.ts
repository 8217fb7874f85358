/**
 * The code of all methods, in one module. It is loaded at the first call of a method: an app that uses only error classes
 * or `tyk.raw` never loads it.
 */
export { getApi, listApis } from "./apis/definition.ts";
export { apiEndpoints } from "./apis/endpoints.ts";
export { authorize } from "./clients/authorize.ts";
export { listClientApis } from "./clients/client-apis.ts";
export { createClient } from "./clients/create.ts";
export { cutOff } from "./clients/cut-off.ts";
export { deleteClient } from "./clients/delete.ts";
export { inspectClient } from "./clients/inspect.ts";
export { iterateAll } from "./clients/iterate-all.ts";
export { loginPage } from "./clients/login-page.ts";
export { listClients } from "./clients/list.ts";
export { getClient } from "./clients/read.ts";
export { repairIndex } from "./clients/repair-index.ts";
export { replaceClient } from "./clients/update.ts";
export { rotateSecret } from "./clients/rotate-secret.ts";
export { updateClient } from "./clients/update.ts";
export { readCapabilities } from "./gateway/capabilities.ts";
export { deriveKey } from "./gateway/derive-key.ts";
export { gatewayInfo } from "./gateway/info.ts";
export { getPolicy, listPolicies } from "./policies/policy.ts";
export { startMethod } from "./run.ts";
export { findTokens } from "./tokens/find.ts";
export { inspectToken } from "./tokens/inspect.ts";
export { iterateTokens, listTokens, tokensPage } from "./tokens/page.ts";
export { purgeLapsed } from "./tokens/purge.ts";
export { revokeAll } from "./tokens/revoke-all.ts";
export { revokeByUser } from "./tokens/revoke-by-user.ts";
export { revokeToken } from "./tokens/revoke-token.ts";
