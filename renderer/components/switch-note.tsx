import { useMemo } from 'react';
import { latestSwitch } from '../state/row-changes.ts';
import { useOpen } from '../state/use-app.ts';
import { changeWords, RowChangeList } from './row-changes.tsx';
import { Icon } from './icon.tsx';
import { said } from '../i18n/said.ts';
import { t } from '../i18n/t.ts';

/**
 * In the moment of a switch of mode or feature: the rows of the request that came and went by it. It stands last on its screen
 * and sticks to the window's lower edge: what is clicked next stays where it was seen.
 */
export function SwitchNote() {
  const { open, preview } = useOpen();
  const found = useMemo(() => latestSwitch(open.history, preview.rules), [open.history, preview.rules]);
  const titleOf = (feature: string): string => said(preview.catalog.features[feature]?.title ?? feature);
  const title =
    found === null
      ? ''
      : found.made.kind === 'deployment'
        ? found.made.deployment === 'inline'
          ? 'Inline'
          : 'One-Arm'
        : found.made.on
          ? t('{{feature}} on', { feature: titleOf(found.made.feature) })
          : t('{{feature}} off', { feature: titleOf(found.made.feature) });
  return (
    <div role="status" className="switch-note">
      {found === null ? null : (
        <details>
          <summary>
            <Icon name="info" />
            <b>{`${title}: ${changeWords(found.changes)}`}</b>
            <span className="link">{t('Which ones')}</span>
          </summary>
          <RowChangeList changes={found.changes} />
        </details>
      )}
    </div>
  );
}
