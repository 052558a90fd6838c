import { isMap } from './config-file.js';
import { EVERYBODY, isOfOneStream } from './settings-schema.js';

/** Settings, and warnings for the operator about their conversion. */
export interface Unwrapped {
  readonly raw: unknown;
  readonly warnings: readonly string[];
}

type Conf = Readonly<Record<string, unknown>>;

/** Keys of the older service's template that have no effect here. */
export const templateKeys: readonly string[] = [
  'spec',
  'compression_level',
  'log_header_whitelist',
  'max_body_size',
];

/**
 * Converts the `conf` of an older file to current settings:
 *
 * - keys of the service template are removed, with a warning;
 * - `X-Client-IP` is trusted from every address, unless `trusted_proxies` is set: the older service ran behind its
 *   proxies;
 * - the page, which the older service has by default, is off for an operator's own streams, with a warning;
 * - settings of one stream in `stream_config_defaults` become overrides of that stream, with a warning: they take
 *   precedence over the catalogue.
 */
export function olderConf(conf: unknown): Unwrapped {
  if (!isMap(conf)) return { raw: conf, warnings: [] };
  const kept = Object.fromEntries(Object.entries(conf).filter(([key]) => !templateKeys.includes(key)));
  const { raw, warnings } = withOverrides(kept);
  return {
    raw: withTrust(raw),
    warnings: [
      ...templateKeys
        .filter((key) => key in conf)
        .map((key) => `${key}: is a setting of the older service and has no effect`),
      ...(lacksPage(conf) ? [noPage] : []),
      ...warnings,
    ],
  };
}

const noPage = 'stream_ui_enabled: is missing, so that there is no page at /v2/ui; the older service had one';

function lacksPage(conf: Conf): boolean {
  return 'stream_config_uri' in conf && !('stream_ui_enabled' in conf);
}

function withTrust(conf: Conf): Conf {
  return 'trusted_proxies' in conf ? conf : { ...conf, trusted_proxies: EVERYBODY };
}

function withOverrides(conf: Conf): { readonly raw: Conf; readonly warnings: readonly string[] } {
  const { stream_config_defaults: defaults, stream_config_overrides: overrides = {}, ...others } = conf;
  if (!isMap(defaults) || !isMap(overrides)) return { raw: conf, warnings: [] };
  const ofOne = Object.entries(defaults).filter(([, value]) => isOfOneStream(value));
  if (ofOne.length === 0) return { raw: conf, warnings: [] };
  const ofAll = Object.entries(defaults).filter(([, value]) => !isOfOneStream(value));
  const merged = ofOne.map(([name, settings]) => {
    const given = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
    return [
      name,
      isMap(settings) && (given === undefined || isMap(given)) ? { ...settings, ...given } : given,
    ];
  });
  return {
    raw: {
      ...others,
      stream_config_defaults: Object.fromEntries(ofAll),
      stream_config_overrides: { ...overrides, ...(Object.fromEntries(merged) as Conf) },
    },
    warnings: ofOne.map(
      ([name]) =>
        `stream_config_defaults.${name}: is of one stream, and is read as stream_config_overrides.${name}, which wins over the catalogue`,
    ),
  };
}
