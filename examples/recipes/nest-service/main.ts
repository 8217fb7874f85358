// The service of express-service.ts with NestJS. Compile it first, because Node runs no decorators: tsc -p nest-service
import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { readConfig } from "../service-parts.ts";
import { AppModule } from "./app.module.ts";
import { TykErrorFilter } from "./tyk-error.filter.ts";

const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });
app.useGlobalFilters(new TykErrorFilter());
// Requests in flight end first.
app.enableShutdownHooks(["SIGTERM"], { useProcessExit: true });
await app.listen(readConfig().port, "127.0.0.1");
const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
console.log(`listening on ${port}`);
