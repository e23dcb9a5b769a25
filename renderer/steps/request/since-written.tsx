import { useMemo, useState } from 'react';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { changeWords, RowChangeList } from '../../components/row-changes.tsx';
import { isNoChange, rowChanges } from '../../state/row-changes.ts';
import { useOpen } from '../../state/use-app.ts';
import { t } from '../../i18n/t.ts';

/** The rows that came and went since the request was written last. */
export function SinceWritten() {
  const { open, preview } = useOpen();
  const [listed, setListed] = useState(true);
  const before = open.request?.rules ?? null;
  const changes = useMemo(
    () => (before === null ? null : rowChanges(before, preview.rules)),
    [before, preview.rules],
  );
  if (changes === null || isNoChange(changes)) return null;
  return (
    <Banner
      tone="note"
      icon="stale"
      title={t('Since the request was written: {{changes}}', { changes: changeWords(changes) })}
      acts={
        <Act size="sm" expanded={listed} onAct={() => setListed(!listed)}>
          {t('Rows')}
        </Act>
      }
    >
      {listed ? <RowChangeList changes={changes} /> : null}
    </Banner>
  );
}
