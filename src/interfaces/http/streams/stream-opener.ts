import { ForbiddenException, Injectable } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isObservable, lastValueFrom } from 'rxjs';
import { ConnectionLimiter } from '../../../application/opening/connection-limiter.js';
import { newRequester } from '../../../application/log/read-scheduler.js';
import { OpenEventStream } from '../../../application/opening/open-event-stream.js';
import type { OpenedStream } from '../../../application/opening/open-event-stream.js';
import { FilterCompiler } from '../../../domain/ports/filter-compiler.js';
import { Telemetry } from '../../../domain/ports/telemetry.js';
import { ClientGuard } from './client-guard.js';
import { clientAddress, clientIp, trustedProxies } from '../client-ip.js';
import type { Trusts } from '../client-ip.js';
import { probeWhileOpening } from '../connection/opening-probe.js';
import { Problem } from '../problems/problem.js';
import { streamFormat } from '../formats/stream-format.js';
import { streamNames, readOptions } from './stream-request.js';
import { StreamSettings } from '../stream-settings.js';

/** Decides which requests become streams: who asks, whether there is room, which streams, and from where. */
@Injectable()
export class StreamOpener {
  private readonly admission: ConnectionLimiter;
  private readonly opened = new WeakMap<Request, OpenedStream>();
  private readonly trusts: Trusts;

  constructor(
    private readonly guard: ClientGuard,
    private readonly openEventStream: OpenEventStream,
    private readonly filters: FilterCompiler,
    private readonly telemetry: Telemetry,
    settings: StreamSettings,
  ) {
    const { maxConnections, clientIpConnectionLimit } = settings;
    this.admission = new ConnectionLimiter({ maxConnections, perClientIp: clientIpConnectionLimit });
    this.trusts = trustedProxies(settings.trustedProxies);
  }

  /**
   * Opens what a request asks for; {@link opening} has it from then on.
   * @throws {HttpException} of the team's guard, and all that `OpenEventStream` and `Admission` throw
   */
  async enter(context: ExecutionContext): Promise<void> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    // Behind an unfinished answer, as an application of another team lets it come: its turn may never be.
    if (!response.socket) {
      request.socket.destroy();
      return;
    }
    const client = newRequester();
    response.once('close', () => client.abort());
    const endProbing = probeWhileOpening(request, response);
    try {
      await this.admitClient(context);
      // A guard, this or one before it, may have taken its time: nobody would give back the place of who has left
      // meanwhile.
      if (response.closed) return;
      this.opened.set(request, await this.open(request, response, client.signal));
    } catch (error) {
      // Who has left is told nothing, and was refused nothing.
      if (client.signal.aborted) return;
      this.telemetry.refused(Problem.of(error, { method: '', uri: '', id: '' }).type);
      throw error;
    } finally {
      endProbing();
    }
  }

  /** What has been opened for a request; `undefined` where its connection had closed before it was let in. */
  opening(request: Request): OpenedStream | undefined {
    return this.opened.get(request);
  }

  /** The address of who asks; see {@link clientAddress}. */
  addressOf(request: Request): string | undefined {
    return clientAddress(request, this.trusts);
  }

  private async admitClient(context: ExecutionContext): Promise<void> {
    const answer = this.guard.canActivate(context);
    const mayRead = isObservable(answer) ? await lastValueFrom(answer) : await answer;
    if (!mayRead) throw new ForbiddenException('This client may not read streams');
  }

  private async open(request: Request, response: Response, client: AbortSignal): Promise<OpenedStream> {
    const leave = this.admission.admit(clientIp(request, this.trusts));
    response.once('close', leave);
    const { streams } = request.params;
    return this.openEventStream.execute({
      names: streamNames(typeof streams === 'string' ? streams : ''),
      options: (wanted) => readOptions(request, (expression) => this.filters.compile(expression, wanted)),
      framer: streamFormat(request).framer,
      client,
    });
  }
}
