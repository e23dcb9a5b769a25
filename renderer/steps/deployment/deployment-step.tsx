import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { Deployment } from '../../../shared/catalog/schema.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import { ScreenTop } from '../../components/screen.tsx';
import { SwitchNote } from '../../components/switch-note.tsx';
import { t, tn } from '../../i18n/t.ts';
import { rowChanges } from '../../state/row-changes.ts';
import { useOpen } from '../../state/use-app.ts';
import { TopologyPicture } from '../../topology/topology-picture.tsx';
import { InlineDrawing, OneArmDrawing } from './drawings.tsx';
import { NodeAddresses } from './node-addresses.tsx';
import { withWanPorts } from './node-edits.ts';
import { PortTable } from './port-table.tsx';
import { WhatSwitchingDoes } from './what-switching-does.tsx';

function ModeCard({
  mode,
  title,
  about,
  effect,
  children,
}: {
  readonly mode: Deployment;
  readonly title: string;
  readonly about: string;
  readonly effect: string;
  readonly children: ReactNode;
}) {
  const { open } = useOpen();
  const on = open.history.present.deployment === mode;
  return (
    <Radio.Card
      value={mode}
      aria-label={title}
      aria-description={`${about} ${effect}`}
      className={`mode-card ${on ? 'on' : ''}`}
      unstyled
    >
      <div className="mode-head">
        <span className={`radio-dot ${on ? 'on' : ''}`} aria-hidden="true" />
        <div>
          <h2>{title}</h2>
          <p className="sub">{about}</p>
          <p className="small dim">{effect}</p>
        </div>
      </div>
      {children}
    </Radio.Card>
  );
}

/** Step 2: how the node is connected. */
export function DeploymentStep() {
  const { open, preview, acts } = useOpen();
  const { catalog, site, rules } = preview;
  const deployment = open.history.present.deployment;
  const other = useMemo(() => {
    const next: Deployment = deployment === 'inline' ? 'one-arm' : 'inline';
    const after = deriveRules(catalog, { ...site, deployment: next });
    return { after, changes: rowChanges(rules, after) };
  }, [catalog, site, rules, deployment]);
  const inline = deployment === 'inline' ? rules : other.after;
  const oneArm = deployment === 'inline' ? other.after : rules;
  const { came, went, changed } = other.changes;
  const effect = [
    tn('Switching takes {{count}} row away.', 'Switching takes {{count}} rows away.', went.length),
    tn('{{count}} row comes.', '{{count}} rows come.', came.length),
    ...(changed.length === 0 ? [] : [tn('{{count}} row changes.', '{{count}} rows change.', changed.length)]),
  ].join(' ');
  const names = site.nodes.map((node) => node.name);
  const name = names.length === 1 ? (names[0] ?? '') : tn('{{count}} node', '{{count}} nodes', names.length);
  const choose = (mode: string): void =>
    acts.edit((draft) => withWanPorts({ ...draft, deployment: mode === 'inline' ? 'inline' : 'one-arm' }));
  const count = (port: 'lan' | 'wan'): number => inline.rules.filter((rule) => rule.port === port).length;
  return (
    <div className="screen">
      <ScreenTop title={t('How is the node connected?')}>
        {t('The mode decides which of the node’s two ports carries each rule.')}
      </ScreenTop>
      <Radio.Group value={deployment} onChange={choose} aria-label={t('Deployment mode')}>
        <div className="mode-cards">
          <ModeCard
            mode="one-arm"
            title={t('One-Arm')}
            about={t('The LAN port carries everything. The WAN port stays unconnected.')}
            effect={deployment === 'one-arm' ? t('Chosen.') : effect}
          >
            <OneArmDrawing node={name} rules={oneArm.rules.length} />
          </ModeCard>
          <ModeCard
            mode="inline"
            title={t('Inline')}
            about={t('The LAN port and the WAN port are both used.')}
            effect={deployment === 'inline' ? t('Chosen.') : effect}
          >
            <InlineDrawing node={name} lan={count('lan')} wan={count('wan')} />
          </ModeCard>
        </div>
      </Radio.Group>
      <WhatSwitchingDoes
        mode={deployment === 'inline' ? t('One-Arm') : t('Inline')}
        changes={other.changes}
      />
      <div className={deployment === 'inline' ? 'deployment-low two' : 'deployment-low'}>
        <NodeAddresses />
        {deployment === 'inline' ? <PortTable /> : null}
      </div>
      <section className="deployment-picture" aria-labelledby="picture-head">
        <h2 id="picture-head">{t('What this means for your site')}</h2>
        <TopologyPicture />
      </section>
      <SwitchNote />
    </div>
  );
}
