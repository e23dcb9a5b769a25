import { Choice, TextField } from '../../components/fields.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import type { EndpointPart } from './endpoint-edits.ts';
import { addressOf, detailsOf, moveEndpoint, withDetail } from './endpoint-edits.ts';
import { ListField } from './list-field.tsx';

/** What is known of one endpoint beside its address, and its role. */
export function EndpointDetails({ role, index }: { readonly role: string; readonly index: number }) {
  const { open, preview, acts } = useOpen();
  const endpoint = open.history.present.endpoints?.[role]?.[index];
  if (endpoint === undefined) return null;
  const path = `endpoints.${role}[${index}]`;
  const details = detailsOf(endpoint);
  const wrong = (key: string) => findingAt(preview.findings, `${path}.${key}`);
  const set = (part: EndpointPart, key?: string): void =>
    acts.edit((site) => withDetail(site, role, index, part), key === undefined ? null : `${path}.${key}`);
  const text = (key: 'label' | 'natAddress' | 'sni' | 'issuer', label: string, help?: string) => (
    <TextField
      id={`field-${path}.${key}`}
      mono={key !== 'label'}
      label={label}
      {...(help === undefined ? {} : { help })}
      value={details[key] ?? ''}
      onChange={(value) => set({ [key]: value }, key)}
      wrong={wrong(key)}
    />
  );
  return (
    <fieldset className="endpoint-details">
      <legend className="unseen">{t('Details of {{address}}', { address: addressOf(endpoint) })}</legend>
      {text('label', t('Label'))}
      <Choice
        label={t('Role')}
        value={role}
        options={Object.entries(preview.catalog.roles).map(([value, { title }]) => ({
          value,
          label: said(title),
        }))}
        onChange={(to) => acts.edit((site) => moveEndpoint(site, role, index, to))}
      />
      {text(
        'natAddress',
        t('Its own address behind NAT'),
        t('Where the other side sees itself by another one.'),
      )}
      <ListField
        id={`field-${path}.probeHosts`}
        label={t('Hosts to check')}
        help={t('Of a network: single addresses inside it.')}
        values={details.probeHosts ?? []}
        onValues={(probeHosts) => set({ probeHosts }, 'probeHosts')}
        wrong={wrong('probeHosts')}
      />
      {text('sni', t('Server name for TLS'))}
      {text('issuer', t('Issuer of its certificate'), t('SHA256: and 43 characters, or the name of the CA.'))}
      <ListField
        id={`field-${path}.expect`}
        label={t('The name resolves to')}
        values={details.expect ?? []}
        onValues={(expect) => set({ expect }, 'expect')}
        wrong={wrong('expect')}
      />
      <Choice
        label={t('Certificate of a public CA')}
        value={details.public === undefined ? '' : details.public ? 'yes' : 'no'}
        options={[
          { value: '', label: t('not said') },
          { value: 'yes', label: t('yes') },
          { value: 'no', label: t('no') },
        ]}
        onChange={(value) => set({ public: value === '' ? undefined : value === 'yes' })}
      />
    </fieldset>
  );
}
