import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { KnownRole } from '../../../shared/site/recognise/columns.ts';
import { Act } from '../../components/act.tsx';
import { TextBox } from '../../components/fields.tsx';
import { Icon } from '../../components/icon.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import type { PastedChoice } from '../../state/state.ts';
import { neededRoles } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import type { Pasted, PastedItem } from './paste-edits.ts';
import { asksWhich, readPaste, unusedWords, waitingPaste, withPasted, withReplaced } from './paste-edits.ts';
import { PastedRow } from './pasted-row.tsx';

/** Rows drawn at once: what needs the person stands first when there are more. */
const drawnAtOnce = 200;
/** Characters that are read within a keystroke. */
const atOnce = 20_000;

function Summary({ pasted }: { readonly pasted: Pasted }) {
  const [shown, setShown] = useState(false);
  const { items, unused } = pasted;
  const count = (is: (item: PastedItem) => boolean): number => items.filter(is).length;
  const ready = count(({ addable }) => addable);
  const wrong = count(({ found }) => found.state.kind === 'wrong' && !asksWhich(found));
  const doubtful = count(({ found, addable }) => asksWhich(found) && !addable);
  const repeated = count(({ found }) => found.state.kind === 'repeated');
  return (
    <div className="pasted-sum" aria-label={t('Recognised')} role="group">
      <p className="small" role="status">
        <span className="tone-pass">{t('{{count}} ready to add', { count: ready })}</span>
        {wrong === 0 ? null : (
          <span className="tone-fail">
            {tn('{{count}} is no address', '{{count}} are no addresses', wrong)}
          </span>
        )}
        {doubtful === 0 ? null : (
          <span className="tone-unsure">
            {tn('{{count}} needs a decision', '{{count}} need a decision', doubtful)}
          </span>
        )}
        {repeated === 0 ? null : (
          <span className="dim">{t('{{count}} repeated, added once', { count: repeated })}</span>
        )}
      </p>
      {unused.length === 0 ? null : (
        <p className="small sub">
          {tn('{{count}} line holds none.', '{{count}} lines hold none.', unused.length)}{' '}
          <button type="button" className="link" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? t('Hide them') : t('Show them')}
          </button>
        </p>
      )}
      {shown ? (
        <ul className="small unused-lines" aria-label={t('Lines without an address for a role')}>
          {unused.slice(0, drawnAtOnce).map(({ line, text, why }) => (
            <li key={line} className="wrap">
              <span className="dim">{line}</span> <span className="mono">{text}</span>{' '}
              <span className="sub">{unusedWords(why)}</span>
            </li>
          ))}
          {unused.length > drawnAtOnce ? (
            <li className="dim">{t('and {{count}} more', { count: unused.length - drawnAtOnce })}</li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

/** Any text with addresses in it. Nothing is added until it is said so. */
export function PasteBox({
  role,
  roles,
  fault,
  onFile,
}: {
  readonly role: string;
  readonly roles: readonly KnownRole[];
  /** Why a file could not be taken; null: nothing is wrong. */
  readonly fault: string | null;
  readonly onFile: (file: File | undefined) => void;
}) {
  const { open, preview, acts } = useOpen();
  const box = useRef<HTMLDivElement>(null);
  const { paste, history } = open;
  const site = history.present;
  // A very long text is read after the keystroke is drawn; a short one at once, so that Add is never late.
  const later = useDeferredValue(paste);
  const read = paste.text.length > atOnce ? later : paste;
  const pasted = useMemo(() => readPaste(read, role, roles, site), [read, role, roles, site]);
  const title = said(preview.catalog.roles[role]?.title ?? role);
  const needed = useMemo(() => new Set(neededRoles(preview).map((one) => one.role)), [preview]);
  const { items } = pasted;
  const addable = items.filter((item) => item.addable);
  const shown =
    items.length <= drawnAtOnce
      ? items
      : [...items.filter((item) => !item.addable), ...addable].slice(0, drawnAtOnce);
  const put = (text: string): void => acts.paste({ ...paste, role, text });
  const choose = ({ key }: PastedItem, choice: PastedChoice): void =>
    acts.paste({
      ...paste,
      role,
      choices: { ...paste.choices, [key]: { ...paste.choices?.[key], ...choice } },
    });
  const chooseAll = (next: string): void => {
    const choices = Object.fromEntries(
      items.map(({ key }) => {
        const { taken, left } = paste.choices?.[key] ?? {};
        const said = { ...(taken === undefined ? {} : { taken }), ...(left === undefined ? {} : { left }) };
        return [key, { ...said, ...(next === '' ? {} : { role: next }) }];
      }),
    );
    acts.paste({ ...paste, role, choices });
  };
  const add = (): void => {
    const now = read === paste ? items : readPaste(paste, role, roles, site).items;
    if (!now.some((item) => item.addable)) return;
    acts.edit((draft) => withPasted(draft, now));
    // What cannot be read waits; the good rows do not wait for it.
    acts.paste({ role, ...waitingPaste(now) });
    box.current?.querySelector('textarea')?.focus();
  };
  return (
    <section className="box" aria-label={t('New addresses')}>
      <div
        className="pad stack"
        ref={box}
        onDrop={(event) => {
          if (event.dataTransfer.files.length === 0) return;
          event.preventDefault();
          onFile(event.dataTransfer.files[0]);
        }}
      >
        <TextBox
          mono
          id="paste-box"
          rows={4}
          label={t('Paste or type addresses of any role')}
          value={paste.text}
          onChange={put}
          help={t(
            'The whole mail, spreadsheet cells, hosts lines, nslookup, ipconfig /all. What says nothing of its role goes to {{title}}, chosen on the left. A CSV file can be dropped here.',
            { title },
          )}
        />
        {fault === null ? null : (
          <p className="small tone-fail" role="alert">
            <Icon name="fail" /> {fault}
          </p>
        )}
        {paste.text.trim() === '' ? null : <Summary pasted={pasted} />}
        {items.length < 2 ? null : (
          <label className="all-roles small">
            {t('All of them are')}{' '}
            <select
              className="field-input role-choice"
              value={items.every((item) => item.role === items[0]?.role) ? items[0]?.role : ''}
              onChange={(event) => chooseAll(event.currentTarget.value)}
            >
              <option value="">{t('each as it stands')}</option>
              {roles.map((one) => (
                <option key={one.role} value={one.role}>
                  {said(one.title)}
                </option>
              ))}
            </select>
          </label>
        )}
        {shown.length === 0 ? null : (
          <ul aria-label={t('Found')} className="pasted-rows">
            {shown.map((item) => (
              <PastedRow
                key={item.key}
                item={item}
                roles={roles}
                onRole={(next) => choose(item, { role: next })}
                onTake={() => choose(item, { taken: true })}
                onFix={(address) => put(withReplaced(paste.text, item.found, address))}
                onLeave={(left) => choose(item, { left })}
                isNeeded={needed.has(item.role)}
                onLeaveOut={() => put(withReplaced(paste.text, item.found, null))}
              />
            ))}
          </ul>
        )}
        {shown.length === items.length ? null : (
          <p className="small sub">
            {t('{{count}} more are not drawn; what is ready is added with the others.', {
              count: items.length - shown.length,
            })}
          </p>
        )}
      </div>
      {paste.text.trim() === '' ? null : (
        <div className="sum-bar">
          <span className="sub">
            {t('Nothing is added until you say so. Undo takes it back in one step.')}
          </span>
          <Act onAct={() => acts.paste({ role, text: '' })}>{t('Clear')}</Act>
          {addable.length > 0 ? (
            <Act look="filled" keys="Ctrl Enter" onAct={add}>
              {tn('Add {{count}} address', 'Add {{count}} addresses', addable.length)}
            </Act>
          ) : null}
        </div>
      )}
    </section>
  );
}
