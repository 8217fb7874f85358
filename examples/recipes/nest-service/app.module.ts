import { Module } from "@nestjs/common";
import { TykOAuth } from "@tyk-oauth/sdk";
import { readConfig } from "../service-parts.ts";
import { ClientsController, HealthController, TokenGuard } from "./clients.controller.ts";
import { configToken } from "./config-token.ts";

@Module({
  controllers: [ClientsController, HealthController],
  providers: [
    { provide: configToken, useFactory: () => readConfig() },
    { provide: TykOAuth, useFactory: () => TykOAuth.fromEnv() }, // one for all requests
    TokenGuard,
  ],
})
export class AppModule {}
