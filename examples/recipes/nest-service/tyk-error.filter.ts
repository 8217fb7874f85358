import { Catch } from "@nestjs/common";
import type { ArgumentsHost, ExceptionFilter } from "@nestjs/common";
import type { Response } from "express";
import { toFailure } from "../service-parts.ts";

/** Responds to errors with their code and outcome. */
@Catch()
export class TykErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const { status, body } = toFailure(error);
    if (!response.headersSent) response.status(status).json(body);
  }
}
