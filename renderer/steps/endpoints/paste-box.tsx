import { useRef } from 'react';
import { Act } from '../../components/act.tsx';
import { TextBox } from '../../components/fields.tsx';
import { Icon } from '../../components/icon.tsx';
import { plural } from '../../components/words.ts';
import { useOpen } from '../../state/use-app.ts';
import type { PastedAddress } from './endpoint-edits.ts';
import { addEndpoints } from './endpoint-edits.ts';
import { t } from '../../i18n/t.ts';

function Found({
  found,
  onFix,
  onLeaveOut,
}: {
  readonly found: PastedAddress;
  readonly onFix: (address: string) => void;
  readonly onLeaveOut: () => void;
}) {
  const { state, text } = found;
  const looks = {
    ready: { icon: 'confirmed', tone: 'pass', words: 'ready' },
    repeated: { icon: 'info', tone: 'idle', words: 'repeated' },
    wrong: { icon: 'fail', tone: 'fail', words: t('no address') },
  } as const;
  const { icon, tone, words } = looks[state.kind];
  return (
    <li className={state.kind === 'wrong' ? 'found wrong' : 'found'}>
      <span className={`state tone-${tone}`}>
        <Icon name={icon} />
        {words}
      </span>
      <span className="mono wrap">{text}</span>
      {state.kind === 'wrong' ? (
        <>
          <p className="small tone-fail">{state.message}</p>
          <span className="row-acts">
            {state.fixes.map((fix) => (
              <Act key={fix.address} size="sm" onAct={() => onFix(fix.address)}>
                {fix.words}
              </Act>
            ))}
            <Act size="sm" look="flat" label={t('Leave out {{text}}', { text })} onAct={onLeaveOut}>
              {t('Leave it out')}
            </Act>
          </span>
        </>
      ) : null}
    </li>
  );
}

/** A list of addresses for one role, one a line. Nothing is added until it is said so. */
export function PasteBox({
  role,
  text,
  pasted,
  onText,
}: {
  readonly role: string;
  readonly text: string;
  readonly pasted: readonly PastedAddress[];
  readonly onText: (text: string) => void;
}) {
  const { preview, acts } = useOpen();
  const box = useRef<HTMLDivElement>(null);
  const title = preview.catalog.roles[role]?.title ?? role;
  const ready = pasted.filter((one) => one.state.kind === 'ready').map((one) => one.text);
  const wrong = pasted.filter((one) => one.state.kind === 'wrong');
  const change = (at: PastedAddress, to: string | null): void => {
    const lines = text.split('\n');
    const parts = (lines[at.line - 1] ?? '').split(/[,;]/).map((part) => part.trim());
    const next = parts
      .map((part) => (part === at.text ? to : part))
      .filter((part) => part !== null && part !== '');
    lines[at.line - 1] = next.join(', ');
    onText(lines.join('\n'));
  };
  const add = (): void => {
    if (ready.length === 0) return;
    acts.edit((site) => addEndpoints(site, role, ready));
    // What cannot be read waits; the good rows do not wait for it.
    onText(wrong.map((one) => one.text).join('\n'));
    box.current?.querySelector('textarea')?.focus();
  };
  return (
    <section className="box" aria-label={t('New addresses')}>
      <div className="pad stack" ref={box}>
        <TextBox
          mono
          id="paste-box"
          rows={4}
          label={t('Add {{title}}', { title })}
          value={text}
          onChange={onText}
          help={t('One address, network or name a line: 10.20.5.53, 10.20.5.0/24, s3.example.com')}
        />
        {pasted.length === 0 ? null : (
          <ul aria-label={t('Found')}>
            {pasted.map((one, index) => (
              <Found
                key={`${one.line} ${one.text} ${index}`}
                found={one}
                onFix={(address) => change(one, address)}
                onLeaveOut={() => change(one, null)}
              />
            ))}
          </ul>
        )}
      </div>
      {pasted.length === 0 ? null : (
        <div className="sum-bar">
          <span className="sub">
            {t('Nothing is added until you say so. Undo takes it back in one step.')}
          </span>
          <Act onAct={() => onText('')}>{t('Clear')}</Act>
          {ready.length > 0 ? (
            <Act look="filled" keys="Ctrl Enter" onAct={add}>
              Add {plural(ready.length, 'address', 'addresses')}
            </Act>
          ) : null}
        </div>
      )}
    </section>
  );
}
