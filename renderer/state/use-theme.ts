import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { Theme } from './theme.ts';
import { lookOf, storedTheme, storeTheme } from './theme.ts';

export interface ThemeChoice {
  readonly theme: Theme;
  readonly look: Exclude<Theme, 'system'>;
  readonly choose: (theme: Theme) => void;
}

export function useTheme(): ThemeChoice {
  const [theme, setTheme] = useState(storedTheme);
  const dark = useMediaQuery('(prefers-color-scheme: dark)', false, { getInitialValueInEffect: false });
  const contrast = useMediaQuery('(prefers-contrast: more)', false, { getInitialValueInEffect: false });
  const look = lookOf(theme, { dark, contrast });
  useEffect(() => {
    document.documentElement.dataset['theme'] = look;
  }, [look]);
  return {
    theme,
    look,
    choose: (next) => {
      storeTheme(next);
      setTheme(next);
    },
  };
}
