import { Checkbox } from '@mantine/core';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { Segments } from '../../components/segments.tsx';
import { t } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';

type Checks = NonNullable<SiteFile['checks']>;
type Leave = NonNullable<Checks['temporaryListener']>;

function leaveWords(leave: Leave): string {
  switch (leave) {
    case 'off':
      return t(
        'Nothing of ours listens on a node. Flows towards services that are not started yet stay inconclusive.',
      );
    case 'unprivileged':
      return t(
        'Where a service is not started yet, a listener stands on its port for some seconds to prove the path: on ports from 1024 on.',
      );
    case 'all':
      return t(
        'Where a service is not started yet, a listener stands on its port for some seconds to prove the path: also below port 1024, where the node’s user may.',
      );
  }
}

/** How the node is used and how long is waited: part of the site, and of what the report says. */
export function RunOptions() {
  const { open, acts } = useOpen();
  const checks: Checks = open.history.present.checks ?? {};
  const leave = checks.temporaryListener ?? 'unprivileged';
  const set = (change: Partial<Checks>): void =>
    acts.edit((site) => ({ ...site, checks: { ...site.checks, ...change } }));
  return (
    <details className="box run-options">
      <summary>
        <b>{t('How the checks are made')}</b>
        <span className="sub">
          {leave === 'unprivileged' && checks.waits !== 'fixed' ? t('as usual') : t('changed')}
        </span>
      </summary>
      <div className="pad stack">
        <div>
          <h2>{t('Listeners on the node for services that are not started')}</h2>
          <Segments
            name={t('Listeners on the node')}
            segments={[
              { value: 'off', label: t('None') },
              { value: 'unprivileged', label: t('From port 1024 on') },
              { value: 'all', label: t('All ports') },
            ]}
            chosen={leave}
            onChoose={(temporaryListener) => set({ temporaryListener })}
          />
          <p className="sub small">{leaveWords(leave)}</p>
        </div>
        <Checkbox
          label={t('Wait the whole time for what stays silent')}
          description={t(
            'Slower. Usually answers that came quickly shorten the wait; choose this where the network is slow or loses packets.',
          )}
          checked={checks.waits === 'fixed'}
          onChange={(event) => set({ waits: event.currentTarget.checked ? 'fixed' : 'adaptive' })}
          classNames={{ label: 'check-label', input: 'check-input', description: 'field-help' }}
        />
      </div>
    </details>
  );
}
