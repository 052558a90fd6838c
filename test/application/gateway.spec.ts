import { Registry } from 'prom-client';
import { firstValueFrom, Subject } from 'rxjs';
import { Gateway } from '../../src/application/gateway.js';
import { SourceUnavailable } from '../../src/domain/errors.js';
import { StaticCatalog } from '../../src/infrastructure/catalog/static-catalog.js';
import { MemoryEventSource } from '../../src/infrastructure/memory/memory-event-source.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { MemoryOffsetResolver } from '../../src/infrastructure/memory/memory-offset-resolver.js';
import { PrometheusTelemetry } from '../../src/infrastructure/metrics/prometheus-telemetry.js';
import { PageRedactor } from '../../src/infrastructure/redaction/page-redactor.js';
import { completeSettings } from '../../src/composition/event-streams-settings.js';

const edits = { name: 'edits', topics: ['edits'], topicsAllowed: ['edits'] };
const stream = { ...edits, aliases: [], canaryEventsEnabled: false };

/** Answers when a test does so. */
class HeldOffsets extends MemoryOffsetResolver {
  asked = 0;
  readonly answer = new Subject<ReadonlyMap<string, number>>();

  override partitions(): Promise<ReadonlyMap<string, number>> {
    this.asked += 1;
    return firstValueFrom(this.answer);
  }
}

describe('a gateway that is closed before its log has answered', () => {
  let gateway: Gateway;
  let offsets: HeldOffsets;

  beforeEach(async () => {
    jest.useFakeTimers();
    const log = new MemoryLog();
    log.createTopic('edits', 1);
    offsets = new HeldOffsets(log);
    const telemetry = new PrometheusTelemetry(new Registry(), { info() {}, warn() {}, error() {} });
    const [catalog, source] = [new StaticCatalog([stream]), new MemoryEventSource(log)];
    const ports = { catalog, source, offsets, redactor: new PageRedactor({}), telemetry };
    gateway = new Gateway(ports, completeSettings({}));
    gateway.start();
    await jest.advanceTimersByTimeAsync(1000);
    gateway.close();
  });

  afterEach(() => jest.useRealTimers());

  it('opens nothing when it does answer', async () => {
    offsets.answer.next(new Map([['edits', 1]]));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(gateway.notReadyReasons).toEqual(['the log has not answered yet']);
  });

  it('asks no more when it does not', async () => {
    offsets.answer.error(new SourceUnavailable('The log does not answer'));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(offsets.asked).toBe(1);
  });
});

describe('a gateway whose topics can be read', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('asks for them once, though nobody does for longer than linger_ms', async () => {
    const log = new MemoryLog();
    log.createTopic('edits', 1);
    const telemetry = new PrometheusTelemetry(new Registry(), { info() {}, warn() {}, error() {} });
    const [catalog, source] = [new StaticCatalog([stream]), new MemoryEventSource(log)];
    const offsets = new MemoryOffsetResolver(log);
    const asked = jest.spyOn(offsets, 'partitions');
    const ports = { catalog, source, offsets, redactor: new PageRedactor({}), telemetry };
    const gateway = new Gateway(ports, completeSettings({ lingerMs: 300 }));
    gateway.start();
    await jest.advanceTimersByTimeAsync(4_000);
    expect([gateway.notReadyReasons, asked.mock.calls.length, log.openTails]).toEqual([[], 1, 0]);
    gateway.close();
  });
});
