import type { Theme } from '../theme';

/** What the themes are called. */
export const words: { readonly theme: string } & Readonly<Record<Theme, string>> = {
  theme: 'Theme',
  system: 'Match system',
  light: 'Light',
  dark: 'Dark',
};
