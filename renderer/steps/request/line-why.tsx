import type { Line } from '../../../shared/rules/lines.ts';
import type { Basis } from '../../../shared/rules/types.ts';
import { Segments } from '../../components/segments.tsx';
import { BasisTag } from '../../components/tags.tsx';
import { useOpen } from '../../state/use-app.ts';
import { withPort } from '../deployment/port-table.tsx';
import { levelWords, serviceWords } from './line-words.ts';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

const ports = () =>
  [
    { value: 'lan', label: 'LAN' },
    { value: 'wan', label: 'WAN' },
    { value: 'both', label: t('both') },
  ] as const;

function whoDecided(basis: Basis): string {
  switch (basis) {
    case 'source':
      return t('decided by the source');
    case 'assumed':
      return t('our assumption: nobody decided it');
    case 'chosen':
      return t('decided by you');
  }
}

/** Where a line comes from: the row of the published table, us, or the site. */
function Source({ line }: { readonly line: Line }) {
  const { catalog } = useOpen().preview;
  const entry = catalog.entries.find((one) => one.id === line.entry);
  const published = entry?.published ?? null;
  switch (line.why.origin) {
    case 'custom':
      return t('A rule of the site’s own, not of the catalogue.');
    case 'ours':
      return t('Proposed by Gatecheck, not by the source.');
    case 'source':
      return (
        <>
          {said(catalog.title)} {catalog.version}
          {line.why.row === null ? '' : t(', row {{row}}', { row: line.why.row })}
          {published === null ? null : (
            <>
              {': '}
              <span className="mono">{published.services.join(', ')}</span>
            </>
          )}
          {line.why.publishedCondition === null ? '' : `, “${line.why.publishedCondition}”`}
        </>
      );
  }
}

/** Why a row is there, who decided what of it, and what is lost without it. */
export function LineWhy({ line }: { readonly line: Line }) {
  const { open, preview, acts } = useOpen();
  const entry = preview.catalog.entries.find((one) => one.id === line.entry);
  const chosen = open.history.present.entries?.[line.entry]?.port ?? null;
  return (
    <dl className="why-here">
      <dt>{t('On because')}</dt>
      <dd>
        {said(line.why.because)} {said(line.why.purpose)}
      </dd>
      <dt>{t('Source')}</dt>
      <dd>
        <Source line={line} />
      </dd>
      <dt>{t('Service')}</dt>
      <dd>
        <span className="mono">{serviceWords(line)}</span>
        {line.group === null ? '' : t(': any of these is enough')}
      </dd>
      <dt>{t('Level')}</dt>
      <dd>
        {levelWords(line.level)}, {whoDecided(line.levelBasis)} <BasisTag basis={line.levelBasis} />
      </dd>
      <dt>{t('Port')}</dt>
      <dd>
        {line.portBasis === 'assumed'
          ? t('{{value}} is our assumption.', { value: line.port.toUpperCase() })
          : null}
        {line.portBasis === 'chosen'
          ? t('{{value}} is your choice.', { value: line.port.toUpperCase() })
          : null}
        {line.portBasis === 'source' ? t('In One-Arm the LAN port carries everything (source).') : null}{' '}
        {preview.rules.deployment === 'inline' && entry !== undefined ? (
          <Segments
            name={t('Port of {{title}}', { title: said(line.title) })}
            segments={ports()}
            chosen={chosen}
            assumed={entry.inline.port}
            onChoose={(port) => acts.edit((site) => withPort(site, line.entry, port))}
          />
        ) : null}
      </dd>
      <dt>{t('If denied')}</dt>
      <dd>{said(line.why.ifDenied)}</dd>
      {line.unchecked === null ? null : (
        <>
          <dt>{t('Check')}</dt>
          <dd>{said(line.unchecked)}</dd>
        </>
      )}
      <dt>{t('Line id')}</dt>
      <dd className="mono wrap">{line.id}</dd>
    </dl>
  );
}
