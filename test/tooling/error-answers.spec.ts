import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StreamCatalog } from '../../src/domain/ports/stream-catalog.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { answerTo } from '../e2e/fuzz-answer.js';
import { ask } from '../support/answer.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';

describe('what the test command searches of errors', () => {
  const folderBefore = process.env['SERVICE_LOGS'];
  let folder: string;
  let service: Service;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'answers-'));
    process.env['SERVICE_LOGS'] = folder;
    const log = new MemoryLog();
    log.createTopic('t', 1);
    service = await startService({ edit: { topics: ['t'] } }, {}, log);
  });

  afterEach(async () => {
    await service.close();
    if (folderBefore === undefined) delete process.env['SERVICE_LOGS'];
    else process.env['SERVICE_LOGS'] = folderBefore;
    rmSync(folder, { recursive: true });
  });

  function kept(): string {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.answers'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  }

  it('is each refusal, without the address that the client itself has sent', async () => {
    await ask(`${service.url}/v2/stream/none?x=/tmp/x`);
    expect(kept()).toMatch(/^\{"status":400,"type":"stream_not_found",.*"uri":""\}\n$/);
  });

  it('is what a bug is answered with, as it is', async () => {
    const find = jest
      .spyOn(service.app.get(StreamCatalog, { strict: false }), 'find')
      .mockImplementation(() => {
        throw new TypeError('a bug');
      });
    await ask(`${service.url}/v2/stream/edit`);
    find.mockRestore();
    expect(kept()).toMatch(/^\{"status":500,"type":"internal_error",/);
  });

  it('is what a request is answered with that cannot be read', async () => {
    await answerTo(service.port, Buffer.from('no request\r\n\r\n'));
    expect(kept()).toMatch(/^HTTP\/1\.1 400 [^]*"type":"bad_request"/);
  });

  it('is nothing where nothing went wrong', async () => {
    await ask(`${service.url}/_info`);
    expect(kept()).toBe('');
  });
});
