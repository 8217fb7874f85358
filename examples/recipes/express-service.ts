// An internal service for clients, with Express:
//
//   POST /clients/ID/rotate    sets a new secret on one API, and returns it
//   POST /clients/ID/cut-off   sets a new secret on every API, ends all tokens, and returns the report
//   GET /health, GET /metrics
//
//   API_ID=orders SERVICE_TOKEN=... TYK_GATEWAY_URL=... TYK_GATEWAY_SECRET=... node express-service.ts
import { TykOAuth } from "@tyk-oauth/sdk";
import express from "express";
import type { ErrorRequestHandler } from "express";
import type { AddressInfo } from "node:net";
import { startTelemetry } from "./metrics.ts";
import { isAuthorized, readConfig, signalOf, toFailure } from "./service-parts.ts";

const { port, apiId, serviceToken } = readConfig();
const telemetry = startTelemetry();
const tyk = TykOAuth.fromEnv(telemetry.options); // one for all requests

const app = express().disable("x-powered-by");

app.get("/health", async (_, response) => {
  const { status } = await tyk.gateway.info({ signal: signalOf(response) });
  response.status(status === "pass" ? 200 : 503).json({ status });
});

app.get("/metrics", async (_, response) => {
  response.type(telemetry.registry.contentType).send(await telemetry.registry.metrics());
});

app.use("/clients", (request, response, next) => {
  if (isAuthorized(request.headers.authorization, serviceToken)) next();
  else response.status(401).json({ error: "unauthorized" });
});

app.post("/clients/:clientId/rotate", async (request, response) => {
  const ref = { apiId, clientId: request.params.clientId };
  const signal = signalOf(response);
  const { client_id, secret } = await tyk.clients.rotateSecret(ref, {}, { signal });
  response.set("cache-control", "no-store").json({ client_id, secret });
});

app.post("/clients/:clientId/cut-off", async (request, response) => {
  const { clientId } = request.params;
  // Takes eleven seconds or more. No signal: the cut-off goes on if the caller leaves.
  const { report } = await tyk.clients.cutOff({ clientId }, {}, { deadlineMs: 120_000 });
  response.json(report);
});

app.use((_, response) => {
  response.status(404).json({ error: "unknown-path" });
});

const onError: ErrorRequestHandler = (error: unknown, _, response, next) => {
  const { status, body } = toFailure(error);
  if (response.headersSent) next(error);
  else response.status(status).json(body);
};
app.use(onError);

const server = app.listen(port, "127.0.0.1", (error) => {
  if (error !== undefined) throw error;
  console.log(`listening on ${(server.address() as AddressInfo).port}`);
});

process.once("SIGTERM", () => {
  // Requests in flight end first. The process ends when nothing is left to do.
  server.close(() => void telemetry.shutdown());
});
