import { RouterModule } from '@nestjs/core';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { readUiFiles } from '../../../../src/interfaces/http/ui/ui-files.js';
import { UiModule } from '../../../../src/interfaces/http/ui/ui.module.js';
import { startApp } from '../started-app.js';
import type { App } from '../started-app.js';

/** A page as a build lays it out. */
const built: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html>',
  'ui/script.js': 'plain',
  'ui/script.js.br': 'as br',
  'ui/script.js.gz': 'as gzip',
  'ui/picture.svg': '<svg/>',
};

describe('the files of a page', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'page-'));
    mkdirSync(join(folder, 'ui'));
    for (const [path, content] of Object.entries(built)) writeFileSync(join(folder, path), content);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('are none where nothing was built', () => {
    expect(readUiFiles(join(folder, 'nowhere'))).toBeUndefined();
  });

  it('are none where a build was broken off', () => {
    rmSync(join(folder, 'ui'), { recursive: true });
    expect(readUiFiles(folder)).toBeUndefined();
  });

  it('are assets by name, each with the codings that the build made', async () => {
    const { index, assets } = readUiFiles(folder)!;
    expect([index.type, String(index.plain.bytes)]).toEqual(['.html', '<!doctype html>']);
    expect([...assets.keys()].sort()).toEqual(['picture.svg', 'script.js']);
    const script = assets.get('script.js')!;
    expect(String(script.plain.bytes)).toBe('plain');
    expect(script.codings).toEqual(['br', 'gzip']);
    expect(String((await script.in('br')).bytes)).toBe('as br');
    expect(String((await script.in('gzip')).bytes)).toBe('as gzip');
    expect(assets.get('picture.svg')!.codings).toEqual([]);
  });

  it('have tags of what is in them: the same in every instance, others for other bytes', () => {
    const tagOf = (name: string): string => readUiFiles(folder)!.assets.get(name)!.plain.etag;
    const tag = tagOf('script.js');
    expect(tagOf('script.js')).toBe(tag);
    writeFileSync(join(folder, 'ui', 'script.js'), 'changed');
    expect(tagOf('script.js')).not.toBe(tag);
  });

  describe('under a prefix', () => {
    let app: App;

    beforeEach(async () => {
      const prefix = RouterModule.register([{ path: 'wiki', module: UiModule }]);
      app = await startApp({ imports: [UiModule.of(readUiFiles(folder)!), prefix] });
    });

    afterEach(() => app.close());

    it('are below it, and so is where the slash too many leads', async () => {
      const get = (path: string): request.Test => request(app.getHttpServer()).get(path);
      expect((await get('/wiki/v2/ui')).text).toBe('<!doctype html>');
      expect((await get('/wiki/v2/ui/picture.svg')).headers['content-type']).toBe('image/svg+xml');
      const { headers } = await get('/wiki/v2/ui/?streams=edit');
      const { pathname, search } = new URL(String(headers['location']), 'http://host/wiki/v2/ui/');
      expect(pathname + search).toBe('/wiki/v2/ui?streams=edit');
    });
  });
});
