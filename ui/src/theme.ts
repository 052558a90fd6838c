import darkTokens from '@wikimedia/codex-design-tokens/theme-wikimedia-ui-mode-dark.css?url';

/** Light, dark, or as the system has it. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'eventstreams.theme';
const media: Readonly<Record<Theme, string>> = {
  system: '(prefers-color-scheme: dark)',
  light: 'not all',
  dark: 'all',
};

/** The theme that was chosen before, in any tab. */
export function chosenTheme(): Theme {
  const kept = localStorage.getItem(key);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Shows the page in that theme, now and from now on. */
export function showTheme(theme: Theme): void {
  localStorage.setItem(key, theme);
  darkSheet().media = media[theme];
  document.documentElement.dataset['theme'] = theme;
}

/** The colours of the dark theme are a style sheet of their own, which applies or does not. */
function darkSheet(): HTMLLinkElement {
  const found = document.querySelector<HTMLLinkElement>('link#dark');
  if (found !== null) return found;
  const sheet = Object.assign(document.createElement('link'), {
    id: 'dark',
    rel: 'stylesheet',
    href: darkTokens,
  });
  document.head.append(sheet);
  return sheet;
}
