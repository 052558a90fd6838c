import { parse } from 'yaml';
import { InvalidStreamConfig } from './invalid-stream-config.js';

/**
 * Parses JSON or YAML.
 *
 * @throws {InvalidStreamConfig} the message does not contain the text, which may be long
 */
export function parseYamlOrJson(text: string): unknown {
  // An HTML page can be valid YAML: one long scalar.
  if (/^\s*</.test(text)) throw new InvalidStreamConfig('it is a page of HTML or XML, not JSON or YAML');
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    // A large truncated JSON text would keep the YAML parser busy for seconds, and block every stream.
    if (/^\s*\{\s*"/.test(text)) throw new InvalidStreamConfig('it is not valid JSON', { cause });
    return parseYaml(text);
  }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { merge: true, prettyErrors: false, logLevel: 'error' }) as unknown;
  } catch (cause) {
    throw new InvalidStreamConfig('it is neither valid JSON nor valid YAML', { cause });
  }
}
