/** Light, dark or high contrast, as the system asks; paper is always light. */
export function followSystemTheme(): void {
  const queries = {
    print: matchMedia('print'),
    contrast: matchMedia('(prefers-contrast: more)'),
    dark: matchMedia('(prefers-color-scheme: dark)'),
  };
  const apply = (): void => {
    const screen = queries.contrast.matches ? 'contrast' : queries.dark.matches ? 'dark' : 'light';
    document.documentElement.dataset['theme'] = queries.print.matches ? 'light' : screen;
  };
  for (const query of Object.values(queries)) query.addEventListener('change', apply);
  apply();
}
