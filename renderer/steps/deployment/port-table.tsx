import type { CatalogEntry } from '../../../shared/catalog/schema.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { Act } from '../../components/act.tsx';
import { Segments } from '../../components/segments.tsx';
import { plural } from '../../components/words.ts';
import { assumedEntries } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { t } from '../../i18n/t.ts';

type PortChoice = 'lan' | 'wan' | 'both';

const ports = [
  { value: 'lan', label: 'LAN' },
  { value: 'wan', label: 'WAN' },
  { value: 'both', label: 'both' },
] as const;

/** Writes down which port carries an entry: from now on it is the technician's choice, not our assumption. */
export function withPort(site: SiteFile, entry: string, port: PortChoice): SiteFile {
  return { ...site, entries: { ...site.entries, [entry]: { ...site.entries?.[entry], port } } };
}

function Row({ entry }: { readonly entry: CatalogEntry }) {
  const { open, preview, acts } = useOpen();
  const rules = preview.rules.rules.filter((rule) => rule.entry === entry.id).length;
  const chosen = open.history.present.entries?.[entry.id]?.port ?? null;
  return (
    <tr>
      <td>{entry.title}</td>
      <td className="small dim">{plural(rules, 'rule')}</td>
      <td className="num">
        <Segments
          name={`Port of ${entry.title}`}
          segments={ports}
          chosen={chosen}
          assumed={entry.inline.port}
          onChoose={(port) => acts.edit((site) => withPort(site, entry.id, port))}
        />
      </td>
    </tr>
  );
}

/** Which port carries it? For Inline the source does not say. */
export function PortTable() {
  const { preview, acts } = useOpen();
  const on = new Set(preview.rules.entries.filter((state) => state.on).map((state) => state.entry));
  const entries = preview.catalog.entries.filter((entry) => on.has(entry.id) && entry.inline.port !== null);
  const assumed = assumedEntries(preview);
  const confirm = (): void =>
    acts.edit((site) =>
      assumed.reduce(
        (draft, { entry, port }) => (port === null ? draft : withPort(draft, entry, port)),
        site,
      ),
    );
  return (
    <section className="box" aria-labelledby="ports-head">
      <div className="box-head">
        <h2 id="ports-head">{t('Which port carries it?')}</h2>
        {assumed.length === 0 ? null : (
          <Act size="sm" icon="confirmed" onAct={confirm}>
            Confirm all {assumed.length} as assumed
          </Act>
        )}
      </div>
      <p className="box-say">
        For Inline the source gives one direction for each row, but not the port.{' '}
        <span className="tag assumed">{t('assumed')}</span> marks what nobody has confirmed yet.
      </p>
      <table className="table" aria-labelledby="ports-head">
        <colgroup>
          <col />
          <col style={{ width: 72 }} />
          <col style={{ width: 176 }} />
        </colgroup>
        <thead className="unseen-head">
          <tr>
            <th scope="col">{t('Entry')}</th>
            <th scope="col">{t('Rules')}</th>
            <th scope="col">{t('Port')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
