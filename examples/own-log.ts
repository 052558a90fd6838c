/**
 * Events of another log than Kafka: orders, written to a table in the transaction that makes them (an outbox).
 *
 *     npm run example examples/own-log.ts
 *     curl -N 'http://localhost:8888/v2/stream/orders?since=0'
 *     curl -X POST http://localhost:8888/orders/apples
 */
import { PGlite } from '@electric-sql/pglite';
import { Controller, Logger, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventStreamsModule, StaticCatalog } from 'eventstreams';
import { appendToOutbox, outboxSchema } from './outbox/outbox.js';
import { OutboxLog } from './outbox/outbox-log.js';

const topic = 'shop.orders';
const orders = {
  name: 'orders',
  topics: [topic],
  topicsAllowed: [topic],
  aliases: [],
  canaryEventsEnabled: false,
};

@Module({
  providers: [{ provide: PGlite, useFactory: openDatabase }],
  exports: [PGlite],
})
class DatabaseModule {}

async function openDatabase(): Promise<PGlite> {
  const database = new PGlite();
  await database.exec(`${outboxSchema} CREATE TABLE orders (what text);`);
  await database.query('INSERT INTO partitions VALUES ($1, 0)', [topic]);
  return database;
}

@Controller('orders')
class OrderController {
  constructor(private readonly database: PGlite) {}

  @Post(':what')
  async order(@Param('what') what: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query('INSERT INTO orders VALUES ($1)', [what]);
      const event = Buffer.from(JSON.stringify({ what }));
      await transaction.query(appendToOutbox, [topic, 0, Date.now(), event]);
      await transaction.query('NOTIFY outbox');
    });
  }
}

@Module({
  imports: [
    DatabaseModule,
    EventStreamsModule.forRoot({
      imports: [DatabaseModule],
      log: { inject: [PGlite], useFactory: (database: PGlite) => new OutboxLog(database) },
      catalog: { useValue: new StaticCatalog([orders]) },
    }),
  ],
  controllers: [OrderController],
})
class ShopModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(ShopModule);
  app.enableShutdownHooks();
  await app.listen(process.env['PORT'] ?? 8888, '127.0.0.1');
  new Logger('example').log(`listening at ${await app.getUrl()}`);
}

void main();
