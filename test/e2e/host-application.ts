import { Catch, Controller, Get, Injectable, Post, Req, Res, Sse } from '@nestjs/common';
import type {
  ArgumentsHost,
  CallHandler,
  DynamicModule,
  ExceptionFilter,
  ExecutionContext,
  INestApplication,
  MessageEvent,
  ModuleMetadata,
  NestInterceptor,
  PipeTransform,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Request, Response } from 'express';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { EventStreamsModule, memory, StaticCatalog } from 'eventstreams';
import type { EventStreamsOptions, MemoryLog } from 'eventstreams';

/** Routes that were there before the streams. */
@Controller()
export class HostController {
  /** Answers that are not sent until a test does so. */
  readonly open: Response[] = [];

  @Get('articles')
  articles(): readonly string[] {
    return ['one'];
  }

  @Get('broken')
  broken(): never {
    throw new Error('a bug of the host');
  }

  @Post('echo')
  echo(@Req() { body }: Request): unknown {
    return body as unknown;
  }

  @Get('slow')
  slow(@Res() response: Response): void {
    this.open.push(response);
    response.write('first');
  }

  @Sse('ticks')
  ticks(): Observable<MessageEvent> {
    return of({ data: 'tick' });
  }
}

/** A host's way to say errors, which is no contract of ours. */
@Catch()
export class HostFilter implements ExceptionFilter {
  catch(_: unknown, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(418).type('text').send('the host failed');
  }
}

/** Wraps every answer, as many hosts have it. */
@Injectable()
export class HostInterceptor implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

/** Refuses whatever it is given. */
export class HostPipe implements PipeTransform {
  transform(): never {
    throw new Error('a pipe of the host was asked');
  }
}

/** One stream, `edits`, of one topic. */
export function editsFrom(log: MemoryLog, options: Partial<EventStreamsOptions> = {}): DynamicModule {
  const edits = { name: 'edits', topics: ['edits'], topicsAllowed: ['edits'] };
  const catalog = new StaticCatalog([{ ...edits, aliases: [], canaryEventsEnabled: false }]);
  return EventStreamsModule.forRoot({
    ...memory(log),
    catalog: { useValue: catalog },
    settings: { useValue: { drainMs: 1 } },
    ...options,
  });
}

/** An application of other routes, listening on a free port. @param prepare what it sets up before */
export async function startHost(
  metadata: ModuleMetadata,
  prepare: (app: INestApplication<Server>) => void = () => undefined,
): Promise<{ readonly app: INestApplication<Server>; readonly url: string }> {
  class HostModule {}
  const module = { module: HostModule, controllers: [HostController], ...metadata };
  const app = await NestFactory.create<INestApplication<Server>>(module, {
    logger: false,
    abortOnError: false,
  });
  prepare(app);
  await app.listen(0, '127.0.0.1');
  return { app, url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}` };
}
