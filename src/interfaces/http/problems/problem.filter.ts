import { Catch, Logger, MethodNotAllowedException, NotFoundException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { allowedMethods } from './allowed-methods.js';
import { Problem, PROBLEM_TYPE } from './problem.js';
import { randomRetryMs, isRefusedBySse, sendSseRefusal } from './sse-refusal.js';

/**
 * Turns everything thrown before the first byte into a problem response. Details that the client must not know go to
 * the log.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.describe(exception, request, response);
    if (response.headersSent) {
      // Breaking the connection is the only way left to say that the body is incomplete.
      if (!response.writableEnded) response.destroy();
    } else if (isRefusedBySse(exception, request)) {
      sendSseRefusal(exception, request, response);
    } else {
      answer(problem, response);
    }
  }

  private describe(exception: unknown, request: Request, response: Response): Problem {
    const id = requestIdOf(response);
    const fact = { method: request.method, uri: pathAndQuery(request), id };
    const problem = Problem.of(whereMethodIsWrong(exception, request, response), fact);
    const line = { msg: problem.type, requestId: id };
    if (problem.status === 500) this.logger.error({ ...line, err: exception });
    // Without a stack: this is not a bug, and every client gets it while the log is unavailable.
    else if (problem.type === 'source_unavailable' || problem.type === 'not_authorized')
      this.logger.warn({ ...line, reason: reasonOf(exception) });
    return problem;
  }
}

function answer(problem: Problem, response: Response): void {
  if (problem.status === 503) {
    response.set('Retry-After', String(Math.round(randomRetryMs() / 1000))).vary('Accept');
  }
  response.status(problem.status).set('Content-Type', PROBLEM_TYPE).send(JSON.stringify(problem));
}

function reasonOf(exception: unknown): string {
  if (!(exception instanceof Error)) return String(exception);
  const { message, cause } = exception;
  return cause === undefined ? message : `${message}: ${reasonOf(cause)}`;
}

/** Express has no 405: it treats a path whose routes have other methods as not found. */
function whereMethodIsWrong(exception: unknown, request: Request, response: Response): unknown {
  const allowed = exception instanceof NotFoundException ? allowedMethods(request) : [];
  if (allowed.length === 0 || allowed.includes(request.method)) return exception;
  if (!response.headersSent) response.set('Allow', allowed.join(', '));
  return new MethodNotAllowedException(`Allowed: ${allowed.join(', ')}`);
}

/** The request id from the request log, which is also sent to the client. */
function requestIdOf(response: Response): string {
  const id = response.getHeader('x-request-id');
  return typeof id === 'string' ? id : randomUUID();
}

/** Clients that use a proxy send absolute URLs; the problem's `uri` has no host. */
function pathAndQuery({ originalUrl }: Request): string {
  return originalUrl.replace(/^https?:\/\/[^/?]*/i, '');
}
