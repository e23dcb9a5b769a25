import { useMemo } from 'react';
import { latestSwitch } from '../state/row-changes.ts';
import { useOpen } from '../state/use-app.ts';
import { Banner } from './banner.tsx';
import { changeWords, RowChangeList } from './row-changes.tsx';
import { said } from '../i18n/said.ts';
import { t } from '../i18n/t.ts';

/** In the moment of a switch of mode or feature: the rows of the request that came and went by it. */
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
        <Banner tone="note" icon="info" title={`${title}: ${changeWords(found.changes)}`}>
          <RowChangeList changes={found.changes} />
        </Banner>
      )}
    </div>
  );
}
