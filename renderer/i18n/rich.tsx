import type { ReactElement } from 'react';
import { Trans } from 'react-i18next';
import { i18n } from './t.ts';

/**
 * A sentence with marked-up parts: `<Rich english="Press <key>Esc</key>" parts={{ key: <kbd /> }} />`.
 * Values are text: markup in what a person typed stays text.
 */
export function Rich({
  english,
  values = {},
  parts,
}: {
  /** A literal. */
  readonly english: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly parts: Readonly<Record<string, ReactElement>>;
}) {
  return (
    <Trans
      i18n={i18n}
      i18nKey={english}
      defaults={english}
      values={{ ...values }}
      components={{ ...parts }}
    />
  );
}
