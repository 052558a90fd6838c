/**
 * Streams for those who have a token: a JWT, signed with this process' secret.
 *
 *     npm run example examples/own-guard.ts
 *     curl -i http://localhost:8888/v2/stream/recentchange
 *     curl -N -H "Authorization: Bearer $TOKEN" http://localhost:8888/v2/stream/recentchange
 *
 * The first is answered 401; the token for the second is what the example prints.
 */
import { randomBytes } from 'node:crypto';
import { Injectable, Logger, Module, UnauthorizedException } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { ClientGuard, EventStreamsModule, sample } from 'eventstreams';
import type { Request, Response } from 'express';

@Injectable()
class TokenGuard extends ClientGuard {
  constructor(private readonly tokens: JwtService) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const [, token = ''] =
      /^Bearer (\S+)$/i.exec(http.getRequest<Request>().get('authorization') ?? '') ?? [];
    try {
      await this.tokens.verifyAsync(token);
      return true;
    } catch {
      http.getResponse<Response>().set('WWW-Authenticate', 'Bearer');
      throw new UnauthorizedException('A valid bearer token is needed');
    }
  }
}

const jwt = JwtModule.register({ secret: randomBytes(32), signOptions: { expiresIn: '1h' } });

@Module({
  imports: [
    jwt,
    EventStreamsModule.forRoot({ ...sample(), imports: [jwt], guard: { useClass: TokenGuard } }),
  ],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks();
  await app.listen(process.env['PORT'] ?? 8888, '127.0.0.1');
  const token = app.get(JwtService).sign({ sub: 'a reader' });
  new Logger('example').log(`listening at ${await app.getUrl()}, for the token ${token}`);
}

void main();
