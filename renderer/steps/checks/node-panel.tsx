import { Banner } from '../../components/banner.tsx';
import type { IconName } from '../../components/icon.tsx';
import { Icon } from '../../components/icon.tsx';
import type { Tone } from '../../components/state-words.tsx';
import { PortTag } from '../../components/tags.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import type { NodeRecord } from '../../../shared/results/types.ts';
import { useOpen } from '../../state/use-app.ts';
import type { NodeStand } from './node-means.ts';
import { cannotOf, engineMeans, engineTitle, standOf } from './node-means.ts';
import type { ShownRun } from './run-top.tsx';

function lookOf(stand: NodeStand): { readonly tone: Tone; readonly icon: IconName; readonly words: string } {
  switch (stand) {
    case 'waiting':
      return { tone: 'idle', icon: 'not-run', words: t('waiting') };
    case 'connecting':
      return { tone: 'running', icon: 'running', words: t('connecting') };
    case 'lost':
      return { tone: 'unsure', icon: 'stale', words: t('connection lost') };
    case 'reached':
      return { tone: 'pass', icon: 'confirmed', words: t('reached') };
    case 'failed':
      return { tone: 'fail', icon: 'fail', words: t('not checked') };
  }
}

function trustWords(trust: NodeRecord['hostKeyTrust']): string {
  switch (trust) {
    case 'accepted-this-run':
      return t('accepted by you in this run');
    case 'accepted':
      return t('accepted earlier on this computer');
    case 'known-hosts':
      return t('from known_hosts');
    case 'given':
      return t('given beforehand');
    case 'site-file':
      return t('as the site file names it');
    case null:
      return '';
  }
}

function clockWords({ clock }: NodeRecord): string | null {
  if (clock === null) return null;
  const seconds = (Math.abs(clock.offsetMs) / 1000).toFixed(1);
  if (Math.abs(clock.offsetMs) <= clock.uncertaintyMs) return t('agrees with this laptop’s');
  return clock.offsetMs > 0
    ? t('{{seconds}} s ahead of this laptop’s', { seconds })
    : t('{{seconds}} s behind this laptop’s', { seconds });
}

function NodeFacts({ record }: { readonly record: NodeRecord }) {
  const clock = clockWords(record);
  const lacks = cannotOf(record);
  return (
    <dl className="pairs node-facts">
      <dt>{t('Host key')}</dt>
      <dd>
        <span className="mono wrap">{record.hostKey}</span>{' '}
        <span className="sub">{trustWords(record.hostKeyTrust)}</span>
      </dd>
      <dt>{t('Interfaces')}</dt>
      <dd>
        {record.interfaces.length === 0 ? t('not shown by the node') : null}
        <ul className="plain-list">
          {record.interfaces.map(({ name, addresses, port }) => (
            <li key={name}>
              <span className="mono">
                {name} {addresses.join(', ')}
              </span>{' '}
              {port === null ? null : <PortTag port={port} />}
            </li>
          ))}
        </ul>
      </dd>
      <dt>{t('Can')}</dt>
      <dd>
        <ul className="plain-list">
          {record.engines
            .filter(({ able }) => able)
            .map(({ engine, detail }) => (
              <li key={engine}>
                <b>{engineTitle(engine)}</b> {engineMeans(engine)}{' '}
                {detail === '' ? null : <span className="sub">({said(detail)})</span>}
              </li>
            ))}
        </ul>
      </dd>
      <dt>{t('Cannot')}</dt>
      <dd>
        {lacks.length === 0 ? t('Nothing is missing for the checks of this node.') : null}
        <ul className="plain-list">
          {lacks.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
        <ul className="plain-list sub">
          {record.engines
            .filter(({ able }) => !able)
            .map(({ engine, detail }) => (
              <li key={engine}>
                {engineTitle(engine)}: {said(detail)}
              </li>
            ))}
        </ul>
      </dd>
      {clock === null ? null : (
        <>
          <dt>{t('Clock')}</dt>
          <dd>{clock}</dd>
        </>
      )}
    </dl>
  );
}

/** Each node of the run: how it stands, what it showed of itself, and what it can. */
export function NodePanel({ run }: { readonly run: ShownRun }) {
  const { preview } = useOpen();
  const { progress } = run;
  const names = [...new Set([...preview.site.nodes.map(({ name }) => name), ...Object.keys(progress.says)])];
  const ended = run.kind !== 'running';
  const nodes = names.map((name) => {
    const record = progress.nodes.find((one) => one.name === name);
    return { name, record, says: progress.says[name], stand: standOf(record, progress.says[name], ended) };
  });
  const reached = nodes.filter(({ stand }) => stand === 'reached').length;
  return (
    <>
      {nodes
        .filter(({ stand }) => stand === 'lost')
        .map(({ name, says }) => (
          <Banner
            key={name}
            tone="unsure"
            icon="stale"
            title={t('{{node}}: connection lost', { node: name })}
            alert
          >
            <p>{said(says ?? '')}</p>
          </Banner>
        ))}
      {ended && run.kind !== 'failed'
        ? nodes
            .filter(({ record }) => record?.failure != null)
            .map(({ name, record }) => (
              <Banner
                key={name}
                tone="fail"
                icon="fail"
                title={t('{{node}} was not checked', { node: name })}
                alert
              >
                <p>{said(record?.failure ?? '')}</p>
              </Banner>
            ))
        : null}
      <details className="box node-panel">
        <summary>
          <b>{tn('{{count}} node', '{{count}} nodes', nodes.length)}</b>
          <span className="node-stands">
            {nodes.slice(0, 4).map(({ name, stand }) => {
              const look = lookOf(stand);
              return (
                <span key={name} className={`state tone-${look.tone}`}>
                  <Icon name={look.icon} className={look.icon === 'running' ? 'turning' : ''} />
                  {t('{{node}} {{state}}', { node: name, state: look.words })}
                </span>
              );
            })}
            {nodes.length > 4 ? (
              <span className="sub">
                {t('{{reached}} of {{total}} reached', { reached, total: nodes.length })}
              </span>
            ) : null}
          </span>
          <span className="sub">{t('What they can')}</span>
        </summary>
        {nodes.map(({ name, record, says, stand }) => (
          <section key={name} className="pad" aria-label={name}>
            <h2>{name}</h2>
            {record !== undefined && record.hostKey !== null ? (
              <NodeFacts record={record} />
            ) : (
              <p className="sub">
                {record?.failure != null
                  ? said(record.failure)
                  : says === undefined
                    ? lookOf(stand).words
                    : said(says)}
              </p>
            )}
          </section>
        ))}
      </details>
    </>
  );
}
