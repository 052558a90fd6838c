import { SiteSettings } from '../../../src/interfaces/http/site-settings.js';

/** {@link SiteSettings} as a plain object. */
export type Settings = Pick<SiteSettings, keyof SiteSettings>;

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

/** Binds {@link SiteSettings} to the test settings. */
export function settingsProvider(changes: Partial<Settings> = {}): {
  readonly provide: typeof SiteSettings;
  readonly useValue: Settings;
} {
  return { provide: SiteSettings, useValue: { ...testSettings, ...changes } };
}
