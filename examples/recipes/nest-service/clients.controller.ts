import {
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  Post,
  Res,
  UnauthorizedException,
  UseGuards,
} from "@nestjs/common";
import type { CanActivate, ExecutionContext } from "@nestjs/common";
import { TykOAuth } from "@tyk-oauth/sdk";
import type { CutOffReport } from "@tyk-oauth/sdk";
import type { Request, Response } from "express";
import { isAuthorized, signalOf } from "../service-parts.ts";
import type { ServiceConfig } from "../service-parts.ts";
import { configToken } from "./config-token.ts";

/** Lets only callers with the service's token in. */
export class TokenGuard implements CanActivate {
  readonly #config: ServiceConfig;

  constructor(@Inject(configToken) config: ServiceConfig) {
    this.#config = config;
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<Request>();
    if (isAuthorized(headers.authorization, this.#config.serviceToken)) return true;
    throw new UnauthorizedException();
  }
}

@Controller("clients/:clientId")
@UseGuards(TokenGuard)
export class ClientsController {
  readonly #tyk: TykOAuth;
  readonly #config: ServiceConfig;

  constructor(@Inject(TykOAuth) tyk: TykOAuth, @Inject(configToken) config: ServiceConfig) {
    this.#tyk = tyk;
    this.#config = config;
  }

  @Post("rotate")
  @HttpCode(200)
  @Header("cache-control", "no-store")
  async rotate(
    @Param("clientId") clientId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ client_id: string; secret: string | undefined }> {
    const ref = { apiId: this.#config.apiId, clientId };
    const signal = signalOf(response);
    const { client_id, secret } = await this.#tyk.clients.rotateSecret(ref, {}, { signal });
    return { client_id, secret };
  }

  @Post("cut-off")
  @HttpCode(200)
  async cutOff(@Param("clientId") clientId: string): Promise<CutOffReport> {
    // Takes eleven seconds or more. No signal: the cut-off goes on if the caller leaves.
    const { report } = await this.#tyk.clients.cutOff({ clientId }, {}, { deadlineMs: 120_000 });
    return report;
  }
}

@Controller("health")
export class HealthController {
  readonly #tyk: TykOAuth;

  constructor(@Inject(TykOAuth) tyk: TykOAuth) {
    this.#tyk = tyk;
  }

  @Get()
  async health(@Res({ passthrough: true }) response: Response): Promise<{ status: string }> {
    const { status } = await this.#tyk.gateway.info({ signal: signalOf(response) });
    response.status(status === "pass" ? 200 : 503);
    return { status };
  }
}
