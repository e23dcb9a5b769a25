import type { SiteFile } from '../../../shared/site/schema.ts';
import { Act } from '../../components/act.tsx';
import { TextField } from '../../components/fields.tsx';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import type { DraftNode } from '../deployment/node-edits.ts';
import { withNode } from '../deployment/node-edits.ts';
import { t } from '../../i18n/t.ts';

type Ssh = NonNullable<DraftNode['ssh']>;
type Hop = NonNullable<Ssh['jump']>[number];

/** The node's own SSH settings; its LAN address until something else is said. */
function sshOf(node: DraftNode): Ssh {
  return node.ssh ?? { host: node.lan.address.split('/')[0] ?? '', user: '' };
}

function portOf(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

function HopFields({
  title,
  hop,
  path,
  onChange,
}: {
  readonly title: string;
  readonly hop: Hop;
  readonly path: string;
  readonly onChange: (change: Partial<Hop>, field: string) => void;
}) {
  const { findings } = useOpen().preview;
  return (
    <div className="grid-hop">
      <TextField
        mono
        id={`field-${path}.host`}
        label={t('SSH host of {{title}}', { title })}
        value={hop.host}
        onChange={(host) => onChange({ host }, `${path}.host`)}
        wrong={hop.host === '' ? undefined : findingAt(findings, `${path}.host`)}
      />
      <TextField
        mono
        id={`field-${path}.port`}
        label={t('SSH port of {{title}}', { title })}
        value={hop.port === 0 ? '' : String(hop.port ?? 22)}
        onChange={(text) => onChange({ port: portOf(text) }, `${path}.port`)}
        wrong={findingAt(findings, `${path}.port`)}
      />
      <TextField
        mono
        id={`field-${path}.user`}
        label={t('User on {{title}}', { title })}
        value={hop.user}
        onChange={(user) => onChange({ user }, `${path}.user`)}
        wrong={hop.user === '' ? undefined : findingAt(findings, `${path}.user`)}
      />
    </div>
  );
}

/** Where and as whom to sign in: part of the site, unlike the secrets. */
export function SshFields({ node, index }: { readonly node: DraftNode; readonly index: number }) {
  const { acts } = useOpen();
  const ssh = sshOf(node);
  const jump = ssh.jump?.[0];
  const set = (change: Partial<Ssh>, field: string | null): void =>
    acts.edit(
      (site: SiteFile) => withNode(site, index, (one) => ({ ...one, ssh: { ...sshOf(one), ...change } })),
      field,
    );
  return (
    <>
      <HopFields title={node.name} hop={ssh} path={`nodes[${index}].ssh`} onChange={set} />
      {jump === undefined ? (
        <div>
          <Act
            size="sm"
            look="flat"
            icon="plus"
            label={t('Add a jump host for {{name}}', { name: node.name })}
            onAct={() => set({ jump: [{ host: '', user: '' }] }, null)}
          >
            {t('Add a jump host')}
          </Act>
        </div>
      ) : (
        <>
          <HopFields
            title={t('jump host of {{name}}', { name: node.name })}
            hop={jump}
            path={`nodes[${index}].ssh.jump[0]`}
            onChange={(change, field) => set({ jump: [{ ...jump, ...change }] }, field)}
          />
          <div>
            <Act
              size="sm"
              look="flat"
              icon="trash"
              label={t('Remove the jump host of {{name}}', { name: node.name })}
              onAct={() => set({ jump: [] }, null)}
            >
              {t('Remove the jump host')}
            </Act>
          </div>
        </>
      )}
    </>
  );
}
