import { ForbiddenException, Injectable } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObservable, lastValueFrom } from 'rxjs';
import { StreamLimiter } from '../../../application/opening/stream-limiter.js';
import { Requester } from '../../../application/log/requester.js';
import { OpenEventStream } from '../../../application/opening/open-event-stream.js';
import type { OpenedStream } from '../../../application/opening/open-event-stream.js';
import { FilterCompiler } from '../../../domain/ports/filter-compiler.js';
import { Telemetry } from '../../../domain/ports/telemetry.js';
import { ClientGuard } from './client-guard.js';
import { clientAddress, clientIp, trustedProxies } from '../client-ip.js';
import type { Trusts } from '../client-ip.js';
import { acceptsGzip } from '../compression/accepts-gzip.js';
import { probeWhileOpening } from '../connection/opening-probe.js';
import { Problem } from '../problems/problem.js';
import { streamFormat } from '../formats/stream-format.js';
import type { StreamFormat } from '../formats/stream-format.js';
import { streamNames, readOptions } from './parse-stream-request.js';
import { StreamConnectionSettings } from '../stream-connection-settings.js';

/** Created once: a new error has a stack, which costs more than all else of a close. */
const disconnected = new Error('The client has disconnected');

/** A stream that has been opened, in the format that its client prefers. */
export interface AdmittedStream {
  readonly stream: OpenedStream;
  readonly format: StreamFormat;
  /** Whether the body is compressed. */
  readonly isCompressed: boolean;
}

/** The streams and the options in a URL. */
export interface WantedStreams {
  /** Decoded: names, separated by commas. */
  readonly streams: string;
  readonly query: Readonly<Record<string, unknown>>;
}

/**
 * Decides whether a request becomes a stream: asks the team's guard, counts the connection, parses the request and opens
 * the stream.
 */
@Injectable()
export class StreamAdmission {
  private readonly limiter: StreamLimiter;
  private readonly admitted = new WeakMap<IncomingMessage, AdmittedStream>();
  private readonly refused = new WeakMap<IncomingMessage, { readonly error: unknown }>();
  private readonly trusts: Trusts;
  private readonly compression: boolean;

  constructor(
    private readonly guard: ClientGuard,
    private readonly openEventStream: OpenEventStream,
    private readonly filters: FilterCompiler,
    private readonly telemetry: Telemetry,
    settings: StreamConnectionSettings,
  ) {
    const { maxConnections, clientIpConnectionLimit, compression } = settings;
    this.limiter = new StreamLimiter({ maxConnections, perClientIp: clientIpConnectionLimit });
    this.trusts = trustedProxies(settings.trustedProxies);
    this.compression = compression;
  }

  /**
   * Opens the requested stream; {@link opened} returns it from then on.
   *
   * @param context for the team's guard; absent: it is not asked
   *
   * @throws {HttpException} of the team's guard, and all errors of `OpenEventStream` and `StreamLimiter`
   */
  async admit(
    request: IncomingMessage,
    response: ServerResponse,
    wanted: WantedStreams,
    context?: ExecutionContext,
  ): Promise<void> {
    const refused = this.refused.get(request);
    if (refused) throw refused.error;
    // The request is behind an unfinished response, which is possible in a host application: it may never be answered.
    if (!response.socket) {
      request.socket.destroy();
      return;
    }
    const client = new Requester();
    response.on('close', () => client.leave(disconnected));
    const probe = probeWhileOpening(request, response);
    try {
      if (context) await this.admitClient(context);
      // The client may have disconnected while a guard was waiting: nothing would release its slot.
      if (response.closed) return;
      this.admitted.set(request, await this.open(request, response, wanted, client));
    } catch (error) {
      // The client has disconnected: this is not a refusal.
      if (client.hasLeft) return;
      this.telemetry.refused(Problem.of(error, { method: '', uri: '', id: '' }).type);
      throw error;
    } finally {
      probe.stop();
    }
  }

  /** The opened stream of a request; `undefined` if its connection closed before it was admitted. */
  opened(request: IncomingMessage): AdmittedStream | undefined {
    return this.admitted.get(request);
  }

  /** The same, and forgets it: the start positions of a stream are not needed while it lasts. */
  take(request: IncomingMessage): AdmittedStream | undefined {
    const admitted = this.admitted.get(request);
    this.admitted.delete(request);
    return admitted;
  }

  /** From now on, {@link admit} throws this error for a request that has been refused. */
  refuseLater(request: IncomingMessage, error: unknown): void {
    this.refused.set(request, { error });
  }

  /** The client's address; see {@link clientAddress}. */
  addressOf(request: IncomingMessage): string | undefined {
    return clientAddress(request, this.trusts);
  }

  private async admitClient(context: ExecutionContext): Promise<void> {
    const answer = this.guard.canActivate(context);
    const mayRead = isObservable(answer) ? await lastValueFrom(answer) : await answer;
    if (!mayRead) throw new ForbiddenException('This client may not read streams');
  }

  private async open(
    request: IncomingMessage,
    response: ServerResponse,
    { streams, query }: WantedStreams,
    client: Requester,
  ): Promise<AdmittedStream> {
    response.on('close', this.limiter.admit(clientIp(request, this.trusts)));
    const format = streamFormat(request);
    const { headers } = request;
    const stream = await this.openEventStream.execute({
      names: streamNames(streams),
      options: (wanted) =>
        readOptions({ headers, query }, (expression) => this.filters.compile(expression, wanted)),
      framer: format.framer,
      client,
    });
    return { stream, format, isCompressed: this.compression && acceptsGzip(request) };
  }
}
