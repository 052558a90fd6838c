import fc from 'fast-check';
import { knownKeys } from '../../../src/infrastructure/config/settings-schema.js';
import { problemsOf, settingsOf } from './settings-of.js';

describe('what is said about an invalid configuration', () => {
  it.each([
    ['heartbeat_ms: soon', 'heartbeat_ms: "soon" is not a whole number of milliseconds ≥ 1'],
    ['heartbeat_ms: 0', 'heartbeat_ms: 0 is not a whole number of milliseconds ≥ 1'],
    ['heartbeat_ms: 0.5', 'heartbeat_ms: 0.5 is not a whole number of milliseconds ≥ 1'],
    ['stall_ms:', 'stall_ms: null is not a whole number of milliseconds ≥ 1'],
    [
      'drain_ms: 2147483648',
      'drain_ms: 2147483648 is not a whole number of milliseconds ≥ 0 and ≤ 2147483647',
    ],
    ['max_id_bytes: 56001', 'max_id_bytes: 56001 is not a whole number of bytes ≥ 1 and ≤ 56000'],
    ['port: 9000\nadmin_port: 9000', 'admin_port: 9000 is not another port than port'],
    ['window_bytes: 256 MiB', 'window_bytes: "256 MiB" is not a whole number of bytes ≥ 0'],
    ['port: 65536', 'port: 65536 is not a port, a whole number from 0 to 65535'],
    ['log_level: loud', 'log_level: "loud" is not one of trace, debug, info, warn, error, fatal, silent'],
    ['stream_ui_enabled: "yes"', 'stream_ui_enabled: "yes" is not true or false'],
    ['csp: "a\\nb"', 'csp: "a\\nb" is not a text of printable ASCII, or false'],
    ['allowed_streams: edit', 'allowed_streams: "edit" is not a list of texts'],
    ['allowed_streams: []', 'allowed_streams: a list is not a list of at least one stream'],
    ['allowed_streams: [1]', 'allowed_streams.0: 1 is not a text'],
    [
      'schema_base_uris: ["ftp://me:secret@example.org/"]',
      'schema_base_uris.0: "ftp://…@example.org/" is not a path, or a file:, http: or https: URI',
    ],
    [
      'trusted_proxies: [10.0.0.0/33]',
      'trusted_proxies.0: "10.0.0.0/33" is not an IP address or a CIDR block',
    ],
    [
      'sample_events_per_second: -1',
      'sample_events_per_second: -1 is not a number of events per second from 0 to 100000',
    ],
    ['stream_config_overrides: {edit: 1}', 'stream_config_overrides.edit: 1 is not a map of stream settings'],
    ['mediawiki_redacted_pages: {enwiki: A}', 'mediawiki_redacted_pages.enwiki: "A" is not a list of titles'],
    ['[1, 2]', 'configuration: a list is not a map of settings'],
    ['hartbeat_ms: 5', 'hartbeat_ms: 5 is not expected, there is no such key; did you mean heartbeat_ms?'],
    ['something: {a: 1}', 'something: a map is not expected, there is no such key'],
    [
      'stream_config_uri: x\nkafka: {conf: {a: b}, groupid: x}',
      'kafka.groupid: "x" is not expected, there is no such key; did you mean kafka.group_id?',
    ],
  ])('%s', (yaml, problem) => {
    expect(problemsOf(yaml)).toEqual([problem]);
  });

  it('is one line for each problem', () => {
    expect(problemsOf('retry_ms: a\nbatch_ms: b\nprot: 1')).toHaveLength(3);
  });

  it.each([
    'stream_config_uri: x\nkafka: {conf: {sasl.password: [hunter2]}}',
    'stream_config_uri: x\nkafka: {cnf: {sasl.password: hunter2}, conf: {a: 1}}',
    'stream_config_uri: x\nkafka.conf: hunter2',
    'sasl.password: hunter2',
    'stream_config_url: https://user:hunter2@example.org/',
    'a: *hunter2',
    'kafka: {conf: {sasl.password: @hunter2}}',
    '"hunter2',
    'password: a\npassword: hunter2',
    'stream_config_uri_options: {headers: {x-a: "hunter2\\n"}}',
    'schema_uri_options: {header: {x-a: hunter2}}',
  ])('never holds a secret: %j', (yaml) => {
    expect(problemsOf(yaml).join('\n')).not.toContain('hunter2');
  });

  it('names the line of a file that is not YAML', () => {
    expect(problemsOf('port: 1\ncors: [')).toEqual(['config.yaml: line 2 is not valid YAML (BAD_INDENT)']);
  });

  it('holds the key and stays on one line, whatever the value of whatever key', () => {
    fc.assert(
      fc.property(fc.constantFrom(...knownKeys), fc.anything({ maxDepth: 1 }), (key, value) => {
        const yaml = JSON.stringify({ [key]: value });
        try {
          settingsOf(yaml);
        } catch {
          for (const problem of problemsOf(yaml)) expect(problem).toMatch(/^[\w.]+[^\n]*: [^\n]+$/);
        }
      }),
    );
  });
});
