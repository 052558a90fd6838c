import { ask } from '../support/answer.js';
import { serveFiles } from '../support/file-server.js';
import type { FileServer } from '../support/file-server.js';
import { descriptionProblems } from '../support/openapi.js';
import type { Description } from '../support/openapi.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';

describe('the description of the API after a change of the catalogue', () => {
  let service: Service;
  let server: FileServer;

  const offer = (...names: readonly string[]): string =>
    JSON.stringify(
      Object.fromEntries(names.map((name) => [name, { topics: [name], $schema: `/${name}/1` }])),
    );

  beforeEach(async () => {
    server = await serveFiles({
      '/streams': offer('edit'),
      '/edit/1': '{"title": "edit"}',
      '/move/1': '{"title": "move"}',
    });
    service = await startService(
      {},
      { stream_config_uri: `${server.url}/streams`, stream_config_ttl: 1, schema_base_uris: [server.url] },
    );
  });

  afterEach(async () => {
    await service.close();
    await server.close();
  });

  async function described(text: string): Promise<Description> {
    for (;;) {
      const { body } = await ask(`${service.url}/?spec`);
      if (body.includes(text)) return JSON.parse(body) as Description;
      await new Promise(setImmediate);
    }
  }

  it('has the streams on offer then, with their schemas', async () => {
    const before = await described('"#/components/schemas/edit.1"');
    expect(before.paths).not.toHaveProperty(['/v2/stream/move']);
    server.files.set('/streams', offer('move'));
    const after = await described('"#/components/schemas/move.1"');
    expect(after.paths).not.toHaveProperty(['/v2/stream/edit']);
    expect(after.components.schemas).not.toHaveProperty(['edit.1']);
    expect(after.paths['/v2/stream/{streams}']!.get.parameters![0]).toMatchObject({
      schema: { items: { enum: ['move'] } },
    });
    expect(await descriptionProblems(after)).toEqual([]);
  });
});
