/** What Nest does by itself: `@Sse` handlers that share one Subject. */
import 'reflect-metadata';
import { Controller, Module, Sse } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Subject } from 'rxjs';
import { atRate, eventText } from '../event.mjs';
import { answerAsTarget } from './answer-as-target.mjs';

const events = new Subject();

class StreamController {
  stream() {
    return events;
  }
}
const { prototype } = StreamController;
Sse('stream')(prototype, 'stream', Object.getOwnPropertyDescriptor(prototype, 'stream'));
Controller()(StreamController);

class AppModule {}
Module({ controllers: [StreamController] })(AppModule);

function start(rate) {
  return atRate(rate, (first, count) => {
    for (let n = first; n < first + count; n += 1) {
      events.next({ type: 'message', id: String(n), data: JSON.parse(eventText(n)) });
    }
  });
}

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
answerAsTarget({ port: app.getHttpServer().address().port, path: '/stream', start });
