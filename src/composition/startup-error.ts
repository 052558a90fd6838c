import { InvalidStreamConfig } from '../infrastructure/catalog/invalid-stream-config.js';
import { InvalidConfiguration } from '../infrastructure/config/invalid-configuration.js';
import { InvalidKafkaConf } from '../infrastructure/kafka/invalid-kafka-conf.js';

const ofConfiguration = [InvalidConfiguration, InvalidKafkaConf, InvalidStreamConfig];

/** The console message for a failed start: a sentence if the operator can fix it, anything else with its stack. */
export function startupErrorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (ofConfiguration.some((kind) => error instanceof kind)) return error.message;
  // An error of the admin port names the port, and has the reason as its cause.
  if (isOfListening(error.cause)) return error.message;
  return (isOfListening(error) ? whyNotListening(error) : undefined) ?? error.stack ?? error.message;
}

interface ListenError extends NodeJS.ErrnoException {
  readonly port: number;
}

function isOfListening(error: unknown): error is ListenError {
  return error instanceof Error && 'port' in error && 'syscall' in error && error.syscall === 'listen';
}

function whyNotListening({ code, port }: ListenError): string | undefined {
  if (code === 'EADDRINUSE')
    return `port ${port} is in use; choose another in the configuration, or with --port`;
  if (code === 'EACCES') return `this user may not listen on port ${port}; choose one above 1023`;
  return undefined;
}
