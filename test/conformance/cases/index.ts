import type { Case } from "../../support/conformance/case.ts";
import { absentFieldsCases } from "./absent-fields.ts";
import { authorizeCases } from "./authorize.ts";
import { coldApiCases } from "./cold-apis.ts";
import { copiesCases } from "./copies.ts";
import { createByPolicyCases } from "./create-by-policy.ts";
import { createCases } from "./create.ts";
import { cutOffCases } from "./cut-off.ts";
import { deleteCases } from "./delete.ts";
import { gatewayCases } from "./gateway.ts";
import { idCases } from "./ids.ts";
import { inUseCases } from "./in-use.ts";
import { indexRepairCases } from "./index-repair.ts";
import { internalApiCases } from "./internal-apis.ts";
import { keyRulesCases } from "./key-rules.ts";
import { keyCases } from "./keys.ts";
import { largeListCases } from "./large-lists.ts";
import { modeCases } from "./modes.ts";
import { notificationCases } from "./notifications.ts";
import { otherApiCases } from "./other-apis.ts";
import { policyChangeCases } from "./policy-change.ts";
import { receivingApiCases } from "./receiving-apis.ts";
import { redirectCases } from "./redirects.ts";
import { reloadedApiCases } from "./reloaded-apis.ts";
import { reloadedPolicyCases } from "./reloaded-policies.ts";
import { revokeAllCases } from "./revoke-all.ts";
import { revokeCases } from "./revoke.ts";
import { secretCases } from "./secrets.ts";
import { storageDownCases } from "./storage-down.ts";
import { tokenEndpointCases } from "./token-endpoint.ts";
import { tokenListCases } from "./token-lists.ts";
import { updateCases } from "./update.ts";
import { userCases } from "./users.ts";

/** Everything that the SDK promises of the gateway's OAuth API. */
export const cases: readonly Case[] = [
  ...idCases,
  ...createCases,
  ...createByPolicyCases,
  ...updateCases,
  ...policyChangeCases,
  ...copiesCases,
  ...secretCases,
  ...deleteCases,
  ...indexRepairCases,
  ...tokenListCases,
  ...keyCases,
  ...absentFieldsCases,
  ...largeListCases,
  ...inUseCases,
  ...storageDownCases,
  ...coldApiCases,
  ...internalApiCases,
  ...reloadedApiCases,
  ...reloadedPolicyCases,
  ...revokeCases,
  ...revokeAllCases,
  ...userCases,
  ...cutOffCases,
  ...authorizeCases,
  ...redirectCases,
  ...keyRulesCases,
  ...otherApiCases,
  ...receivingApiCases,
  ...tokenEndpointCases,
  ...gatewayCases,
  ...notificationCases,
  ...modeCases,
];
