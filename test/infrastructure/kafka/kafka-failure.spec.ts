import { KafkaFailure } from '../../../src/infrastructure/kafka/kafka-failure.js';

describe('a failure of TLS', () => {
  it.each([
    [
      'what the broker refuses in a handshake',
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
      /agree on TLS.*ssl\.\*/,
    ],
    ['a certificate that it asks for', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /agree on TLS.*ssl\.\*/],
    ['a port that speaks no TLS', 'ERR_SSL_WRONG_VERSION_NUMBER', /does security\.protocol match/],
  ])('is told as %s', (_, code, words) => {
    expect(KafkaFailure.of(Object.assign(new Error('x'), { code })).message).toMatch(words);
  });
});
