import { Registry } from 'prom-client';
import { PrometheusTelemetry } from '../../../src/infrastructure/metrics/prometheus-telemetry.js';

interface Line {
  readonly level: string;
  readonly details: object;
  readonly message: string;
}

const at = { topic: 'dc1.edit', partition: 2, offset: 1234 };

describe('PrometheusTelemetry', () => {
  let registry: Registry;
  let lines: Line[];
  let telemetry: PrometheusTelemetry;

  beforeEach(() => {
    registry = new Registry();
    lines = [];
    const write = (level: string) => (details: object, message: string) =>
      void lines.push({ level, details, message });
    telemetry = new PrometheusTelemetry(registry, {
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
    });
  });

  it('counts open streams by stream, and connections by combination in any order', async () => {
    telemetry.readerOpened(['edit', 'create']);
    telemetry.readerOpened(['create', 'edit']);
    telemetry.readerClosed(['create', 'edit'], 'client');
    const text = await registry.metrics();
    expect(text).toContain('eventstreams_connected_clients{stream="edit"} 1');
    expect(text).toContain('eventstreams_connected_clients{stream="create"} 1');
    expect(text).toContain('eventstreams_client_connections_total{streams="create,edit"} 2');
    expect(text).toContain('eventstreams_client_disconnections_total{reason="client"} 1');
  });

  it('counts combinations after the 500th as other', async () => {
    for (let n = 0; n < 502; n++) telemetry.readerOpened([`s${n}`]);
    telemetry.readerOpened(['s0']);
    const text = await registry.metrics();
    expect(text).toContain('eventstreams_client_connections_total{streams="other"} 2');
    expect(text).toContain('eventstreams_client_connections_total{streams="s0"} 2');
    expect(text.match(/^eventstreams_client_connections_total\{/gm)).toHaveLength(501);
  });

  it('counts what was read, sent and refused', async () => {
    telemetry.recordsRead('dc1.edit', 'event', 3);
    telemetry.recordsRead('dc1.edit', 'tombstone', 1);
    telemetry.delivered(5, 700, 100);
    telemetry.refused('stream_not_found');
    const text = await registry.metrics();
    expect(text).toContain('eventstreams_records_read_total{topic="dc1.edit",outcome="event"} 3');
    expect(text).toContain('eventstreams_records_read_total{topic="dc1.edit",outcome="tombstone"} 1');
    expect(text).toContain('eventstreams_records_read_total{topic="dc1.edit",outcome="withheld"} 0');
    expect(text).toContain('eventstreams_events_sent_total 5');
    expect(text).toContain('eventstreams_bytes_sent_total 100');
    expect(text).toContain('eventstreams_uncompressed_bytes_sent_total 700');
    expect(text).toContain('eventstreams_connections_refused_total{code="stream_not_found"} 1');
  });

  it('measures fetches in seconds, by broker', async () => {
    telemetry.fetched({ broker: '1', durationMs: 20, throttleMs: 500 });
    telemetry.fetched({ broker: '1', durationMs: 30, throttleMs: 0, error: 'NOT_LEADER_FOR_PARTITION' });
    const text = await registry.metrics();
    expect(text).toContain('eventstreams_fetch_duration_seconds_count{broker="1"} 2');
    expect(text).toContain('eventstreams_fetch_duration_seconds_sum{broker="1"} 0.05');
    expect(text).toContain('eventstreams_fetch_throttle_seconds_total{broker="1"} 0.5');
    expect(text).toContain('eventstreams_fetch_errors_total{broker="1",error="NOT_LEADER_FOR_PARTITION"} 1');
  });

  it('asks for readers, windows and look-ups when metrics are collected', async () => {
    let windows = [
      { topic: 'dc1.edit', bytes: 10, ageMs: 1000 },
      { topic: 'dc1.edit', bytes: 5, ageMs: 2500 },
    ];
    let isReady = false;
    telemetry.watch({
      isReady: () => isReady,
      readers: () => ({ live: 3, catchingUp: 1, furthestBehindMs: 1500 }),
      windows: () => windows,
      canaries: () => [{ stream: 'edit', ageMs: 61_500 }],
      assignments: () => 7,
      lookUps: () => ({ underWay: 32, waiting: 5 }),
    });
    const text = await registry.metrics();
    expect(text).toContain('eventstreams_clients{state="live"} 3');
    expect(text).toContain('eventstreams_clients{state="catching_up"} 1');
    expect(text).toContain('eventstreams_furthest_behind_seconds 1.5');
    expect(text).toContain('eventstreams_window_bytes{topic="dc1.edit"} 15');
    expect(text).toContain('eventstreams_window_age_seconds{topic="dc1.edit"} 2.5');
    expect(text).toContain('eventstreams_canary_age_seconds{stream="edit"} 61.5');
    expect(text).toContain('eventstreams_assignments 7');
    expect(text).toContain('eventstreams_look_ups{state="under_way"} 32');
    expect(text).toContain('eventstreams_look_ups{state="waiting"} 5');
    expect(text).toContain('eventstreams_ready 0');
    isReady = true;
    expect(await registry.metrics()).toContain('eventstreams_ready 1');
    windows = [];
    expect(await registry.metrics()).not.toContain('eventstreams_window_bytes{');
  });

  it('logs a redaction of the live feed, and only counts those of replays', async () => {
    const rule = { wiki: 'enwiki', stream: 'edit', title: 'a_title' };
    telemetry.redacted(at, rule, true);
    telemetry.redacted(at, rule, false);
    expect(lines).toEqual([{ level: 'info', details: { ...rule, ...at }, message: 'event redacted' }]);
    const text = await registry.metrics();
    expect(text).toContain('eventstreams_events_redacted_total{topic="dc1.edit",read="live"} 1');
    expect(text).toContain('eventstreams_events_redacted_total{topic="dc1.edit",read="replay"} 1');
  });

  it('logs a withheld event by the class and frames of the error, never by its message', () => {
    const secret = 'secret\n    at secret (secret.ts:1:1)';
    telemetry.withheld(Object.assign({ value: secret }, at), new TypeError(secret));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'error', details: { ...at, error: 'TypeError' } });
    const { stack } = lines[0]!.details as { readonly stack: readonly string[] };
    expect(stack[0]).toMatch(/^at .*prometheus-telemetry\.spec/);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('gives no frames of an error whose message changed after it was thrown', () => {
    const error = new Error('secret\n    at secret');
    error.message = 'another';
    telemetry.withheld(at, error);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('logs what broke and what an operator should see', async () => {
    const cause = new Error('out of range');
    telemetry.logBroke(at, cause);
    telemetry.warn('the catalogue was not refreshed', { uri: 'catalogue.yaml' });
    telemetry.warn('alone');
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
    expect(lines[0]!.details).toEqual({ ...at, err: cause });
    expect(lines[1]).toMatchObject({
      details: { uri: 'catalogue.yaml' },
      message: 'the catalogue was not refreshed',
    });
    expect(await registry.metrics()).toContain('eventstreams_log_breaks_total{topic="dc1.edit"} 1');
  });
});
