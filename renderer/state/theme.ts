import { t } from '../i18n/t.ts';

export const themes = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

export function themeWords(theme: Theme): string {
  switch (theme) {
    case 'system':
      return t('As the system');
    case 'light':
      return t('Light');
    case 'dark':
      return t('Dark');
    case 'contrast':
      return t('High contrast');
  }
}

const key = 'gatecheck.theme';

/** The theme that was chosen on this computer; the system's until one is. */
export function storedTheme(): Theme {
  try {
    const stored = window.localStorage.getItem(key);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

export function storeTheme(theme: Theme): void {
  try {
    window.localStorage.setItem(key, theme);
  } catch {
    // Without storage the choice lasts as long as the window.
  }
}

/** What a theme looks like now: the system's wish decides for `system`. */
export function lookOf(
  theme: Theme,
  wishes: { readonly dark: boolean; readonly contrast: boolean },
): Exclude<Theme, 'system'> {
  if (theme !== 'system') return theme;
  if (wishes.contrast) return 'contrast';
  return wishes.dark ? 'dark' : 'light';
}
