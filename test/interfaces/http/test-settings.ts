import { HttpSettings } from '../../../src/interfaces/http/http-settings.js';

/** {@link HttpSettings} as a plain object. */
export type Settings = Pick<HttpSettings, keyof HttpSettings>;

/** Settings unlike the defaults, so that a constant in their place is noticed. */
export const testSettings: Settings = {
  cors: 'https://wiki.example',
  csp: "default-src 'none'",
  uiEnabled: false,
  servesSample: false,
  name: 'eventstreams <test>',
  version: '1.2.3',
  description: 'Topics as streams',
  home: 'https://home.example/eventstreams',
};

/** Binds {@link HttpSettings} to the test settings. */
export function settingsProvider(changes: Partial<Settings> = {}): {
  readonly provide: typeof HttpSettings;
  readonly useValue: Settings;
} {
  return { provide: HttpSettings, useValue: { ...testSettings, ...changes } };
}
