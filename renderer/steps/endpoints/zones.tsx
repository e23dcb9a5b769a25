import type { SiteFile } from '../../../shared/site/schema.ts';
import { Act } from '../../components/act.tsx';
import { TextField } from '../../components/fields.tsx';
import { t } from '../../i18n/t.ts';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { ListField } from './list-field.tsx';

type Zone = NonNullable<SiteFile['zones']>[number];

/** Names for groups of addresses, as the customer's firewall has them. */
export function Zones() {
  const { open, preview, acts } = useOpen();
  const zones = open.history.present.zones ?? [];
  const change = (next: (all: readonly Zone[]) => readonly Zone[], key: string | null = null): void =>
    acts.edit((site) => ({ ...site, zones: [...next(site.zones ?? [])] }), key);
  return (
    <section className="box" aria-labelledby="zones-head">
      <div className="box-head">
        <div>
          <h2 id="zones-head">{t('Zones')}</h2>
          <p className="small sub">
            {t('Names that the customer’s firewall has for groups of addresses. The request uses them.')}
          </p>
        </div>
        <Act
          size="sm"
          icon="plus"
          onAct={() => change((all) => [...all, { name: '', about: '', addresses: [] }])}
        >
          {t('Add a zone')}
        </Act>
      </div>
      {zones.length === 0 ? null : (
        <ul className="zone-rows" aria-label={t('Zones')}>
          {zones.map((zone, index) => {
            const path = `zones[${index}]`;
            const set = (part: Partial<Zone>, key: string): void =>
              change(
                (all) => all.map((one, at) => (at === index ? { ...one, ...part } : one)),
                `${path}.${key}`,
              );
            const number = index + 1;
            return (
              <li key={index}>
                <TextField
                  id={`field-${path}.name`}
                  label={t('Zone {{number}}', { number })}
                  value={zone.name}
                  onChange={(name) => set({ name }, 'name')}
                  wrong={findingAt(preview.findings, `${path}.name`)}
                />
                <ListField
                  id={`field-${path}.addresses`}
                  label={t('Addresses of zone {{number}}', { number })}
                  values={zone.addresses}
                  onValues={(addresses) => set({ addresses }, 'addresses')}
                  wrong={findingAt(preview.findings, `${path}.addresses`)}
                />
                <TextField
                  label={t('About zone {{number}}', { number })}
                  value={zone.about ?? ''}
                  onChange={(about) => set({ about }, 'about')}
                />
                <Act
                  look="flat"
                  icon="trash"
                  label={t('Remove zone {{number}}', { number })}
                  onAct={() => change((all) => all.filter((_one, at) => at !== index))}
                />
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
