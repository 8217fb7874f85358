import fastify from "fastify";
import type { FastifyInstance } from "fastify";
import { consent } from "./consent.ts";
import { toNodeHandler } from "./node-handler.ts";

const handler = toNodeHandler(consent.fetch, "https://login.example");

export const app: FastifyInstance = fastify();
await app.register((scope) => {
  // In this scope alone: leaves the form to the consent page.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, _payload, done) => {
    done(null);
  });
  scope.all("/consent/*", (request, reply) => {
    reply.hijack();
    handler(request.raw, reply.raw);
  });
});
