import { useState } from 'react';
import type { NumberedLine } from '../../../shared/documents/change-request/facts.ts';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { TextField } from '../../components/fields.tsx';
import { andList } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import type { Preview } from '../../state/preview.ts';
import { proposedRole } from '../../state/proposed-rules.ts';
import { useOpen } from '../../state/use-app.ts';
import { withEntriesOff } from '../features/entry-edits.ts';
import { whomToAsk } from './line-table.tsx';
import { counterpartsOf } from './line-words.ts';

/** The first role whose addresses a row waits for; null: only rules of the site's own wait. */
function roleThatMisses(missing: readonly NumberedLine[], { catalog, site }: Preview): string | null {
  const roles = missing.flatMap(
    ({ line }) =>
      catalog.entries.find(({ id }) => id === line.entry)?.roles ?? proposedRole(catalog, line.entry),
  );
  return roles.find((role) => (site.endpoints[role] ?? []).length === 0) ?? null;
}

/** Takes the services that wait out of the request, with the person's reason: the rest of it is final. */
function LeaveOut({ entries, onDone }: { readonly entries: readonly string[]; readonly onDone: () => void }) {
  const { open, acts } = useOpen();
  const [reason, setReason] = useState(t('The address is not known yet; it follows in a later revision.'));
  const by = open.history.present.technician?.name ?? '';
  const leave = (): void => {
    acts.edit((site) => withEntriesOff(site, entries, { by, reason: reason.trim() }));
    onDone();
  };
  return (
    <form
      className="leave-out"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') leave();
      }}
    >
      <TextField label={t('Why they are left out')} value={reason} onChange={setReason} required />
      <p className="small sub">
        {t(
          'They are neither asked for nor checked, and the report names you and the reason. Features takes them back.',
        )}
      </p>
      <div className="row-acts">
        <Act submit size="sm" look="filled" off={reason.trim() === ''} onAct={() => undefined}>
          {t('Leave them out')}
        </Act>
        <Act size="sm" look="flat" onAct={onDone}>
          {t('Keep them')}
        </Act>
      </div>
    </form>
  );
}

/** Rows without a counterpart: whom to ask, where to enter the answer, and the way on without it. */
export function MissingBanner({ lines }: { readonly lines: readonly NumberedLine[] }) {
  const { open, preview, acts } = useOpen();
  const [leaves, setLeaves] = useState(false);
  const missing = lines.filter(({ line }) => counterpartsOf(line).length === 0);
  if (missing.length === 0) return null;
  const asked = [...new Set(missing.map((each) => whomToAsk(each, preview)))];
  const titles = [...new Set(missing.map(({ line }) => said(line.title)))];
  const role = roleThatMisses(missing, preview);
  const entries = [...new Set(missing.map(({ line }) => line.entry))].filter((entry) =>
    preview.catalog.entries.some(({ id }) => id === entry),
  );
  // A rule of the site's own has its addresses where it was made.
  const enter = (): void => {
    if (role !== null) acts.paste({ ...open.paste, role });
    acts.goTo(role === null ? 'features' : 'endpoints');
  };
  const question = t('Firewall rules for {{site}}: which addresses are used for {{services}}?', {
    site: open.history.present.customer?.site ?? t('a new node'),
    services: andList(titles),
  });
  return (
    <Banner
      tone="unsure"
      icon="inconclusive"
      title={tn(
        '{{count}} row has no counterpart: {{services}}',
        '{{count}} rows have no counterpart: {{services}}',
        missing.length,
        { services: andList(titles) },
      )}
      acts={
        <>
          <Act
            size="sm"
            icon="copy"
            onAct={() => void navigator.clipboard.writeText(question).catch(() => undefined)}
          >
            {t('Copy question')}
          </Act>
          <Act size="sm" onAct={enter}>
            {t('Enter addresses')}
          </Act>
          {entries.length === 0 ? null : (
            <Act size="sm" expanded={leaves} onAct={() => setLeaves(!leaves)}>
              {t('Leave out for now')}
            </Act>
          )}
        </>
      }
    >
      <p>
        {t('Ask {{whom}}. “Any” is never written in their place; the request stays a draft.', {
          whom: andList(asked),
        })}
      </p>
      {leaves ? <LeaveOut entries={entries} onDone={() => setLeaves(false)} /> : null}
    </Banner>
  );
}
