import { parse } from 'yaml';
import { InvalidStreamConfig } from './invalid-stream-config.js';

/**
 * The value that a text of JSON or YAML describes.
 *
 * @throws {InvalidStreamConfig} without the text, which may be long
 */
export function parseYamlOrJson(text: string): unknown {
  // A page would pass as YAML: one long word.
  if (/^\s*</.test(text)) throw new InvalidStreamConfig('it is a page of HTML or XML, not JSON or YAML');
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    // Half of a large JSON would keep the parser of YAML, and with it every stream, for seconds.
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
