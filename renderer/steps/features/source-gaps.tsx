import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';
import type { ProposedRule } from './rule-edits.ts';
import { withoutRule, withProposed } from './rule-edits.ts';

function Proposal({ proposed }: { readonly proposed: ProposedRule }) {
  const { open, preview, acts } = useOpen();
  const site = open.history.present;
  const taken = (site.customRules ?? []).some(({ id }) => id === proposed.id);
  const role = said(preview.catalog.roles[proposed.role]?.title ?? proposed.role);
  const count = (site.endpoints?.[proposed.role] ?? []).length;
  const title = said(proposed.title);
  return (
    <div className="row-acts">
      {taken ? (
        <>
          <span className="state tone-pass">
            <Icon name="confirmed" />
            {t('asked for')}
          </span>
          <Act
            size="sm"
            label={t('Do not ask for {{title}}', { title })}
            onAct={() => acts.edit((draft) => withoutRule(draft, proposed.id))}
          >
            {t('Take it back')}
          </Act>
        </>
      ) : (
        <Act
          size="sm"
          icon="plus"
          label={t('Ask for it too: {{title}}', { title })}
          onAct={() => acts.edit((draft) => withProposed(draft, proposed))}
        >
          {t('Ask for it too')}
        </Act>
      )}
      <span className="small sub wrap">
        <b>{title}</b> <span className="mono">{proposed.services.join(', ')}</span>{' '}
        {tn('{{role}}: {{count}} address', '{{role}}: {{count}} addresses', count, { role })}
      </span>
    </div>
  );
}

/** Where the source is silent or unusual about something that is on: what we think, and one click to decide. */
export function SourceGaps() {
  const { preview } = useOpen();
  const on = new Set(preview.rules.entries.filter((state) => state.on).map((state) => state.entry));
  const gaps = preview.catalog.entries.flatMap((entry) => {
    if (!on.has(entry.id)) return [];
    const lost = entry.published?.lost ?? null;
    return [
      ...(lost === null ? [] : [{ key: `${entry.id} lost`, entry, text: lost, proposes: [] }]),
      ...entry.notes.map(({ id, text, proposes }) => ({ key: id, entry, text, proposes })),
    ];
  });
  if (gaps.length === 0) return null;
  return (
    <section className="box" aria-labelledby="gaps-head">
      <div className="box-head">
        <h2 id="gaps-head">{t('Where the source says less than is needed')}</h2>
      </div>
      <p className="box-say">
        {t('Our notes, not the vendor’s words. Nothing of them is asked for before you say so.')}
      </p>
      <ul className="plain-rows gap-rows">
        {gaps.map(({ key, entry, text, proposes }) => (
          <li key={key}>
            <p>
              <b>{said(entry.title)}</b>{' '}
              {entry.row === null ? null : (
                <span className="small dim">{t('row {{row}} of the table', { row: entry.row })}</span>
              )}
            </p>
            <p className="small sub">{said(text)}</p>
            {proposes.map((proposed) => (
              <Proposal key={proposed.id} proposed={proposed} />
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
