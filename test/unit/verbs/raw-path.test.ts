import { expect, test } from "vitest";
import { clientWithReplies } from "../../support/client/client.ts";
import { callRaw, operationIds, samples } from "../../support/samples/samples.ts";
import { failure } from "../../support/util/failure.ts";

test.each(operationIds)("%s: sends nothing if the path has an unknown name", async (id) => {
  const { tyk, sent } = clientWithReplies([]);
  const { path, ...right } = { path: {}, ...(samples[id].input as object) };
  const input = { ...right, path: { ...path, apiBaseURL: "https://elsewhere.example" } };
  const error = await failure(callRaw(tyk.raw, id, input));
  expect(error).toMatchObject({ code: "input", field: "path.apiBaseURL", outcome: "not-sent" });
  expect(sent).toEqual([]);
});
