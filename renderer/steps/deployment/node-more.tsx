import type { NodePort } from '../../../shared/catalog/schema.ts';
import { Act } from '../../components/act.tsx';
import { Choice, TextField } from '../../components/fields.tsx';
import { PortTag } from '../../components/tags.tsx';
import { t } from '../../i18n/t.ts';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import type { DraftNode } from './node-edits.ts';
import { withHaPeer, withNode, withPortText } from './node-edits.ts';

interface NodeProps {
  readonly node: DraftNode;
  readonly index: number;
}

function PortMore({ node, index, port }: NodeProps & { readonly port: NodePort }) {
  const { preview, acts } = useOpen();
  const path = `nodes[${index}].${port}`;
  const field = (key: 'natAddress' | 'address6' | 'gateway6', words: string) => (
    <TextField
      mono
      id={`field-${path}.${key}`}
      label={
        <>
          <PortTag port={port} /> {words}
        </>
      }
      value={node[port]?.[key] ?? ''}
      onChange={(text) =>
        acts.edit(
          (site) => withNode(site, index, (one) => withPortText(one, port, key, text)),
          `${path}.${key}`,
        )
      }
      wrong={findingAt(preview.findings, `${path}.${key}`)}
    />
  );
  return (
    <>
      {field('natAddress', t('NAT address'))}
      {field('address6', t('IPv6 and prefix'))}
      {field('gateway6', t('IPv6 gateway'))}
    </>
  );
}

function VirtualAddresses({ node, index }: NodeProps) {
  const { open, preview, acts } = useOpen();
  const inline = open.history.present.deployment === 'inline';
  const all = node.virtualAddresses ?? [];
  const change = (next: typeof all, key?: string): void =>
    acts.edit((site) => withNode(site, index, (one) => ({ ...one, virtualAddresses: next })), key);
  return (
    <>
      {all.map((virtual, place) => {
        const path = `nodes[${index}].virtualAddresses[${place}]`;
        const set = (part: Partial<typeof virtual>, key?: string): void =>
          change(
            all.map((one, at) => (at === place ? { ...one, ...part } : one)),
            key,
          );
        return (
          <div key={place} className="virtual-row">
            <TextField
              mono
              id={`field-${path}.address`}
              label={t('Virtual address {{number}}', { number: place + 1 })}
              value={virtual.address}
              onChange={(text) => set({ address: text }, `${path}.address`)}
              wrong={virtual.address === '' ? undefined : findingAt(preview.findings, `${path}.address`)}
            />
            <Choice
              label={t('Port of virtual address {{number}}', { number: place + 1 })}
              value={virtual.port}
              options={[
                { value: 'lan', label: 'LAN' },
                ...(inline || virtual.port === 'wan' ? [{ value: 'wan', label: 'WAN' }] : []),
              ]}
              onChange={(text) => set({ port: text === 'wan' ? 'wan' : 'lan' })}
            />
            <Act
              look="flat"
              icon="trash"
              label={t('Remove virtual address {{number}}', { number: place + 1 })}
              onAct={() => change(all.filter((_one, at) => at !== place))}
            />
          </div>
        );
      })}
      <div>
        <Act size="sm" icon="plus" onAct={() => change([...all, { port: 'lan', address: '' }])}>
          {t('Add a virtual address')}
        </Act>
      </div>
    </>
  );
}

function HaPeer({ node, index }: NodeProps) {
  const { open, preview, acts } = useOpen();
  const others = open.history.present.nodes.filter((_one, at) => at !== index).map(({ name }) => name);
  if (others.length === 0 && (node.haPeer ?? null) === null)
    return <p className="small dim">{t('With a second node here, this one can have an HA peer.')}</p>;
  const gone = node.haPeer != null && !others.includes(node.haPeer) ? [node.haPeer] : [];
  return (
    <Choice
      id={`field-nodes[${index}].haPeer`}
      label={t('HA peer')}
      value={node.haPeer ?? ''}
      options={[
        { value: '', label: t('none') },
        ...[...others, ...gone].map((name) => ({ value: name, label: name })),
      ]}
      onChange={(name) => acts.edit((site) => withHaPeer(site, index, name === '' ? null : name))}
      wrong={findingAt(preview.findings, `nodes[${index}].haPeer`)}
    />
  );
}

/** What few sites need: NAT, IPv6, virtual addresses, the HA peer. Open when something of it is filled in. */
export function NodeMore({ node, index }: NodeProps) {
  const { open, preview } = useOpen();
  const inline = open.history.present.deployment === 'inline';
  const filled = [node.lan, ...(inline && node.wan !== undefined ? [node.wan] : [])].some(
    ({ natAddress, address6, gateway6 }) => [natAddress, address6, gateway6].some((text) => text != null),
  );
  const wrong = [/lan\.(?:nat|.*6)/, /wan\.(?:nat|.*6)/, /virtual/, /haPeer/].some((part) =>
    preview.findings.some(({ path }) => path.startsWith(`nodes[${index}].`) && part.test(path)),
  );
  const used = filled || wrong || (node.virtualAddresses ?? []).length > 0 || (node.haPeer ?? null) !== null;
  return (
    <details className="node-more" open={used || undefined}>
      <summary>{t('NAT, IPv6, virtual addresses, HA peer')}</summary>
      <div className="node-grid three">
        <PortMore node={node} index={index} port="lan" />
        {inline ? <PortMore node={node} index={index} port="wan" /> : null}
      </div>
      <VirtualAddresses node={node} index={index} />
      <HaPeer node={node} index={index} />
    </details>
  );
}
