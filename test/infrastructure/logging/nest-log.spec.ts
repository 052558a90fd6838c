import { createLogger } from '../../../src/infrastructure/logging/create-logger.js';
import { NestLog } from '../../../src/infrastructure/logging/nest-log.js';
import { CapturedLines } from './captured-lines.js';

describe('NestLog', () => {
  let captured: CapturedLines;
  let log: NestLog;

  beforeEach(() => {
    captured = new CapturedLines();
    log = new NestLog(createLogger({ level: 'trace', name: 'eventstreams', destination: captured }));
  });

  it('writes one JSON object per line, with level, time, name and context', () => {
    log.log('started', 'NestApplication');
    expect(captured.lines).toEqual([
      expect.objectContaining({
        level: 'info',
        name: 'eventstreams',
        context: 'NestApplication',
        msg: 'started',
      }),
    ]);
    expect(captured.lines[0]!['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it("maps Nest's levels", () => {
    log.verbose('a');
    log.debug('a');
    log.warn('a');
    log.error('a');
    log.fatal('a');
    expect(captured.lines.map(({ level }) => level)).toEqual(['trace', 'debug', 'warn', 'error', 'fatal']);
  });

  it('takes the lists of modules and routes for details', () => {
    for (const context of ['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory'])
      log.log('Mapped {/, GET} route', context);
    log.warn('Duplicate route', 'RouterExplorer');
    expect(captured.lines.map(({ level }) => level)).toEqual(['debug', 'debug', 'debug', 'info', 'warn']);
  });

  it('writes an error with its cause, wherever it stands', () => {
    const error = new Error('failed', { cause: new Error('deeper') });
    log.error(error, 'Context');
    log.error('it failed', error, 'Context');
    expect(captured.lines[0]).toMatchObject({ msg: 'failed', context: 'Context', err: { type: 'Error' } });
    expect(captured.lines[1]).toMatchObject({ msg: 'it failed', err: { type: 'Error' } });
    expect(JSON.stringify(captured.lines[1])).toContain('deeper');
  });

  it('tells a stack from a context', () => {
    log.error('failed', 'Error: failed\n    at place', 'Context');
    expect(captured.lines[0]).toMatchObject({
      msg: 'failed',
      stack: 'Error: failed\n    at place',
      context: 'Context',
    });
  });

  it('writes the members of an object', () => {
    log.warn({ requestId: 'a', msg: 'slow' }, 'Context');
    expect(captured.lines[0]).toMatchObject({
      level: 'warn',
      requestId: 'a',
      msg: 'slow',
      context: 'Context',
    });
  });

  it('writes nothing below its level', () => {
    new NestLog(createLogger({ level: 'warn', name: 'a', destination: captured })).log('quiet');
    expect(captured.lines).toEqual([]);
  });
});
