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

@Controller()
export class ClientsController {
  readonly #tyk: TykOAuth;
  readonly #config: ServiceConfig;

  constructor(@Inject(TykOAuth) tyk: TykOAuth, @Inject(configToken) config: ServiceConfig) {
    this.#tyk = tyk;
    this.#config = config;
  }

  @Get("health")
  async health(@Res({ passthrough: true }) response: Response): Promise<{ status: string }> {
    const { status } = await this.#tyk.gateway.info({ signal: signalOf(response) });
    response.status(status === "pass" ? 200 : 503);
    return { status };
  }

  @Post("clients/:clientId/rotate")
  @HttpCode(200)
  @Header("cache-control", "no-store")
  @UseGuards(TokenGuard)
  async rotate(
    @Param("clientId") clientId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ client_id: string; secret: string | undefined }> {
    const ref = { apiId: this.#config.apiId, clientId };
    const signal = signalOf(response);
    const { client_id, secret } = await this.#tyk.clients.rotateSecret(ref, {}, { signal });
    return { client_id, secret };
  }
}
