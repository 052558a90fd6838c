import { parseArgs } from 'node:util';
import { InvalidConfiguration } from './invalid-configuration.js';

/** What `--help` prints. */
export const usage = `Usage: eventstreams [options]   (in a clone: npm start -- [options])

  -c, --config <path>  the configuration, YAML or JSON (default: $EVENTSTREAMS_CONFIG, else the sample set-up)
  --port <number>      listen there, whatever the configuration says (default: its port, else 8888)
  -h, --help           print this
`;

/** The options from the command line and the environment. */
export interface CommandLine {
  readonly help: boolean;
  readonly configPath?: string;
  readonly port?: number;
}

/**
 * Parses the arguments after the script's name. `--config` takes precedence over `EVENTSTREAMS_CONFIG`.
 *
 * @throws {InvalidConfiguration} naming an option that does not exist, lacks its value or has an invalid one
 */
export function readCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv): CommandLine {
  const { values } = parse(argv);
  const configPath = values.config ?? env['EVENTSTREAMS_CONFIG'];
  return {
    help: values.help ?? false,
    ...(configPath && { configPath }),
    ...(values.port !== undefined && { port: portOf(values.port) }),
  };
}

function parse(argv: readonly string[]): {
  readonly values: { readonly config?: string; readonly port?: string; readonly help?: boolean };
} {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        config: { type: 'string', short: 'c' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('. ');
    throw new InvalidConfiguration([`${reason} (--help lists the options)`]);
  }
}

function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidConfiguration([
      `--port: ${JSON.stringify(text)} is not a port, a whole number from 0 to 65535`,
    ]);
  }
  return Number(text);
}
