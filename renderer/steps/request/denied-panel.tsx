import { useMemo } from 'react';
import { simulateDenial } from '../../../shared/rules/denial/simulate.ts';
import type { Fate, FeatureFate } from '../../../shared/rules/denial/types.ts';
import { Act } from '../../components/act.tsx';
import type { IconName } from '../../components/icon.tsx';
import { Icon } from '../../components/icon.tsx';
import { useOpen } from '../../state/use-app.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

const looks: Readonly<Record<Fate, { readonly icon: IconName; readonly tone: string }>> = {
  lost: { icon: 'fail', tone: 'fail' },
  degraded: { icon: 'inconclusive', tone: 'unsure' },
  safe: { icon: 'confirmed', tone: 'pass' },
};

/** A feature and what becomes of it. */
export function FeatureLine({ fate }: { readonly fate: FeatureFate }) {
  const { icon, tone } = looks[fate.fate];
  return (
    <li>
      <p>
        <span className={`state tone-${tone}`}>
          <Icon name={icon} /> {fate.fate}
        </span>{' '}
        <b>{fate.title}</b>
      </p>
      {fate.reasons.map((reason) => (
        <p key={`${reason.node} ${reason.says}`} className="small sub">
          {reason.says}
        </p>
      ))}
    </li>
  );
}

/** What becomes of the features if the rows that are marked were denied. Nothing of it is saved. */
export function DeniedPanel({
  denied,
  onClear,
}: {
  readonly denied: ReadonlySet<string>;
  readonly onClear: () => void;
}) {
  const { preview } = useOpen();
  const effect = useMemo(
    () => simulateDenial(preview.catalog, preview.site, preview.rules, { lines: [...denied], rules: [] }),
    [preview, denied],
  );
  return (
    <div className="denied-panel">
      <div className="side-part">
        <p className="box-line">
          <b>
            {denied.size === 0
              ? t('No row is denied')
              : tn('{{count}} row denied', '{{count}} rows denied', denied.size)}
          </b>
          <Act size="sm" off={denied.size === 0} onAct={onClear}>
            {t('Deny none')}
          </Act>
        </p>
        <p className="small sub">
          {denied.size === 0
            ? t('Mark rows of the table. This is a trial: it changes neither the site nor the request.')
            : said(effect.readiness.says)}
        </p>
      </div>
      <ul className="fates" aria-label={t('Features')}>
        {(['lost', 'degraded', 'safe'] as const).flatMap((word) =>
          effect.features
            .filter(({ fate }) => fate === word)
            .map((fate) => <FeatureLine key={fate.feature} fate={fate} />),
        )}
      </ul>
    </div>
  );
}
