import type { CatalogEntry } from '../../../shared/catalog/schema.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { Act } from '../../components/act.tsx';
import { Segments } from '../../components/segments.tsx';
import { assumedEntries } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { Rich } from '../../i18n/rich.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

type PortChoice = 'lan' | 'wan' | 'both';

/** Writes down which port carries an entry: from now on it is the technician's choice, not our assumption. */
export function withPort(site: SiteFile, entry: string, port: PortChoice): SiteFile {
  return { ...site, entries: { ...site.entries, [entry]: { ...site.entries?.[entry], port } } };
}

/** What the source says of the port: nothing. */
function reasonOf(entry: CatalogEntry): string {
  return entry.row === null
    ? t('our own addition, no source')
    : t('source: row {{row}}, which names no port', { row: entry.row });
}

function Row({ entry, assumed }: { readonly entry: CatalogEntry; readonly assumed: boolean }) {
  const { open, preview, acts } = useOpen();
  const rules = preview.rules.rules.filter((rule) => rule.entry === entry.id).length;
  const chosen = open.history.present.entries?.[entry.id]?.port ?? null;
  const title = said(entry.title);
  const { port } = entry.inline;
  const choose = (next: PortChoice): void => acts.edit((site) => withPort(site, entry.id, next));
  const ports = [
    { value: 'lan', label: 'LAN' },
    { value: 'wan', label: 'WAN' },
    { value: 'both', label: t('both') },
  ] as const;
  return (
    <tr>
      <td>
        {title}
        {assumed && port !== null ? <span className="line-2">{reasonOf(entry)}</span> : null}
      </td>
      <td className="small dim">{tn('{{count}} rule', '{{count}} rules', rules)}</td>
      <td className="num">
        <span className="port-choice">
          <Segments
            name={t('Port of {{title}}', { title })}
            segments={ports}
            chosen={chosen}
            assumed={port}
            onChoose={choose}
          />
          {assumed && port !== null ? (
            <Act
              size="sm"
              icon="confirmed"
              label={t('Confirm {{port}} for {{title}}', { port: port.toUpperCase(), title })}
              onAct={() => choose(port)}
            />
          ) : null}
        </span>
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
            {tn('Confirm {{count}} as assumed', 'Confirm all {{count}} as assumed', assumed.length)}
          </Act>
        )}
      </div>
      <p className="box-say">
        <Rich
          english="For Inline the source gives one direction for each row, but not the port. <mark>assumed</mark> marks what nobody has confirmed yet: WAN where the counterparts usually stand outside, else LAN."
          parts={{ mark: <span className="tag assumed" /> }}
        />
      </p>
      <table className="table" aria-labelledby="ports-head">
        <colgroup>
          <col />
          <col style={{ width: 72 }} />
          <col style={{ width: 216 }} />
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
            <Row key={entry.id} entry={entry} assumed={assumed.some((each) => each.entry === entry.id)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
