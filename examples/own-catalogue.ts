/**
 * Streams that are rows of a table in Postgres (here PGlite, within the process), followed as the table changes.
 *
 *     npm run example examples/own-catalogue.ts
 *     curl -N http://localhost:8888/v2/stream/edits
 *     curl -X PUT http://localhost:8888/streams/moves/eqiad.mediawiki.page-move
 *     curl -N http://localhost:8888/v2/stream/moves
 */
import { PGlite } from '@electric-sql/pglite';
import { Controller, Injectable, Logger, Module, Param, Put } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventStreamsModule, sample, StaticCatalog } from 'eventstreams';

const schema = `
  CREATE TABLE streams (name text PRIMARY KEY, topics text[] NOT NULL);
  CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NOTIFY streams; RETURN NULL; END';
  CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON streams EXECUTE FUNCTION tell();
  INSERT INTO streams VALUES ('edits', '{eqiad.mediawiki.recentchange, codfw.mediawiki.recentchange}');
`;

@Injectable()
class TableCatalog extends StaticCatalog implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly database: PGlite) {
    super([]);
  }

  async onModuleInit(): Promise<void> {
    await this.database.exec(schema);
    await this.database.listen('streams', () => void this.read());
    await this.read();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }

  /** Readers of a stream that is no longer in the table are told so, and end. */
  private async read(): Promise<void> {
    const { rows } = await this.database.query<{ name: string; topics: string[] }>('SELECT * FROM streams');
    this.replace(
      rows.map(({ name, topics }) => ({
        ...{ name, topics, topicsAllowed: topics },
        ...{ aliases: [], canaryEventsEnabled: false },
      })),
    );
  }
}

@Module({ providers: [{ provide: PGlite, useFactory: () => new PGlite() }], exports: [PGlite] })
class DatabaseModule {}

@Controller('streams')
class StreamsController {
  constructor(private readonly database: PGlite) {}

  @Put(':name/:topic')
  async put(@Param('name') name: string, @Param('topic') topic: string): Promise<void> {
    await this.database.query('INSERT INTO streams VALUES ($1, $2)', [name, [topic]]);
  }
}

const catalog = { useClass: TableCatalog };

@Module({
  imports: [DatabaseModule, EventStreamsModule.forRoot({ ...sample(), imports: [DatabaseModule], catalog })],
  controllers: [StreamsController],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks();
  await app.listen(process.env['PORT'] ?? 8888, '127.0.0.1');
  new Logger('example').log(`listening at ${await app.getUrl()}`);
}

void main();
