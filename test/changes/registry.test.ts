import { expect, test } from "vitest";
import { registryProblem } from "../../scripts/release/registry-client.ts";

test.each([
  ["https://npm.example.com/", "t"],
  ["https://npm.example.com:8443/private", "t"],
  ["https://npmjs.example.com/", "t"],
  ["http://127.0.0.1:4873/", "t"],
  ["http://localhost:4873/", "t"],
  ["http://[::1]:4873/", "t"],
])("a release to %s is allowed", (url, token) => {
  expect(registryProblem(url, token)).toBeUndefined();
});

test.each([
  [undefined, "t", "is not set"],
  ["", "t", "is not set"],
  ["npm.example.com", "t", "is not a URL"],
  ["https://registry.npmjs.org/", "t", "public registry"],
  ["https://npmjs.com", "t", "public registry"],
  ["https://registry.yarnpkg.com/", "t", "public registry"],
  ["https://registry.invalid/", "t", "not a host"],
  ["https://name:word@npm.example.com/", "t", "has credentials"],
  ["http://npm.example.com/", "t", "must use https"],
  ["https://npm.example.com/", undefined, "TYK_OAUTH_REGISTRY_TOKEN"],
  ["https://npm.example.com/", "", "TYK_OAUTH_REGISTRY_TOKEN"],
])("a release to %s with the token %s is rejected: it %s", (url, token, why) => {
  expect(registryProblem(url, token)).toContain(why);
});
