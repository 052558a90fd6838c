import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { StreamAdmission } from './stream-admission.js';

/**
 * Opens the stream of a request, or refuses it, before its handler is called.
 *
 * This is a guard because an error in a guard always becomes an HTTP status. An error in a handler does not if there is an
 * interceptor, since Nest has sent the response head by then, and a host application may have global interceptors.
 */
@Injectable()
export class StreamAdmissionGuard implements CanActivate {
  constructor(private readonly admission: StreamAdmission) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    const { streams } = request.params;
    const wanted = { streams: typeof streams === 'string' ? streams : '', query: request.query };
    await this.admission.admit(request, response, wanted, context);
    return true;
  }
}
