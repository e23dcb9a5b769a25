import type { NodePort } from '../../../shared/catalog/schema.ts';
import { Act } from '../../components/act.tsx';
import { TextField } from '../../components/fields.tsx';
import { PortTag } from '../../components/tags.tsx';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import type { DraftNode } from './node-edits.ts';
import {
  suggestedAddress,
  suggestedGateway,
  withNewNode,
  withNode,
  withoutNode,
  withPortText,
} from './node-edits.ts';
import { NodeMore } from './node-more.tsx';
import { t } from '../../i18n/t.ts';

interface PortFieldsProps {
  readonly node: DraftNode;
  readonly index: number;
  readonly port: NodePort;
}

/** Address, gateway and NAT address of one port. */
function PortFields({ node, index, port }: PortFieldsProps) {
  const { preview, acts } = useOpen();
  const settings = node[port] ?? { address: '' };
  const path = `nodes[${index}].${port}`;
  const set = (key: 'address' | 'gateway', text: string): void =>
    acts.edit((site) => withNode(site, index, (one) => withPortText(one, port, key, text)), `${path}.${key}`);
  const suggestion = suggestedGateway(settings.address);
  const whole = suggestedAddress(settings.address);
  const wanted = suggestion !== null && (settings.gateway ?? null) === null;
  const label = (words: string) => (
    <>
      <PortTag port={port} /> {words}
    </>
  );
  return (
    <>
      <TextField
        mono
        required
        id={`field-${path}.address`}
        label={label(t('address and prefix'))}
        value={settings.address}
        onChange={(text) => set('address', text)}
        wrong={settings.address === '' ? undefined : findingAt(preview.findings, `${path}.address`)}
        help={settings.address === '' ? t('For example 10.20.0.10/24') : undefined}
        fixes={
          whole === null
            ? []
            : [{ words: t('Use {{address}}', { address: whole }), act: () => set('address', whole) }]
        }
      />
      <TextField
        mono
        id={`field-${path}.gateway`}
        label={label(t('gateway'))}
        value={settings.gateway ?? ''}
        onChange={(text) => set('gateway', text)}
        wrong={findingAt(preview.findings, `${path}.gateway`)}
        help={
          wanted ? (
            <button type="button" className="link" onClick={() => set('gateway', suggestion)}>
              {t('Use {{address}}, the first address of the subnet', { address: suggestion })}
            </button>
          ) : undefined
        }
      />
    </>
  );
}

function NodeBox({ node, index }: { readonly node: DraftNode; readonly index: number }) {
  const { open, preview, acts } = useOpen();
  const { nodes, deployment } = open.history.present;
  const path = `nodes[${index}]`;
  const name = node.name === '' ? t('node {{number}}', { number: index + 1 }) : node.name;
  return (
    <section className="box" aria-label={t('Addresses of {{name}}', { name })}>
      <div className="box-head">
        <h2>{t('Addresses of {{name}}', { name })}</h2>
        {nodes.length === 1 ? null : (
          <Act
            size="sm"
            look="flat"
            icon="trash"
            label={t('Remove {{name}}', { name })}
            onAct={() => acts.edit((site) => withoutNode(site, index))}
          >
            {t('Remove')}
          </Act>
        )}
      </div>
      <div className="node-grid pad">
        <TextField
          mono
          required
          id={`field-${path}.name`}
          label={t('Node name')}
          value={node.name}
          onChange={(text) =>
            acts.edit((site) => withNode(site, index, (one) => ({ ...one, name: text })), `${path}.name`)
          }
          wrong={findingAt(preview.findings, `${path}.name`)}
        />
        <div className="small dim node-name-help">
          {t('Letters, digits, dot, hyphen. The name is part of every rule’s id.')}
        </div>
        <PortFields node={node} index={index} port="lan" />
        {deployment === 'inline' ? <PortFields node={node} index={index} port="wan" /> : null}
      </div>
      <NodeMore node={node} index={index} />
    </section>
  );
}

/** Every node with its ports. */
export function NodeAddresses() {
  const { open, acts } = useOpen();
  return (
    <div className="stack">
      {open.history.present.nodes.map((node, index) => (
        <NodeBox key={index} node={node} index={index} />
      ))}
      <div>
        <Act size="sm" icon="plus" onAct={() => acts.edit(withNewNode)}>
          {t('Add a node')}
        </Act>
      </div>
    </div>
  );
}
