import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import { fixWords } from './endpoint-edits.ts';
import type { PastedItem } from './paste-edits.ts';
import { asksWhich, kindWords, reasonWords } from './paste-edits.ts';

function State({ item }: { readonly item: PastedItem }) {
  const { state } = item.found;
  const kind = asksWhich(item.found) ? 'doubtful' : state.kind;
  const looks = {
    ready: { icon: 'confirmed', tone: 'pass', words: t('ready') },
    doubtful: { icon: 'inconclusive', tone: 'unsure', words: t('which one?') },
    repeated: { icon: 'info', tone: 'idle', words: t('repeated') },
    wrong: { icon: 'fail', tone: 'fail', words: t('no address') },
  } as const;
  const { icon, tone, words } = item.left
    ? ({ icon: 'empty', tone: 'idle', words: t('left out') } as const)
    : looks[item.addable ? 'ready' : kind];
  return (
    <span className={`state tone-${tone}`}>
      <Icon name={icon} />
      {words}
    </span>
  );
}

function whyThisRole({ found, byPlace }: PastedItem): string {
  if (found.state.kind === 'repeated')
    return found.state.line === null
      ? t('is there already')
      : t('same as line {{line}}, added once', { line: found.state.line });
  return byPlace ? t('the role that is chosen') : reasonWords(found.why);
}

export interface RowActs {
  readonly onRole: (role: string) => void;
  readonly onFix: (address: string) => void;
  readonly onTake: () => void;
  /** Its text goes: it is no address. */
  readonly onLeaveOut: () => void;
  /** It stays in the text, and is not added; or it is after all. */
  readonly onLeave: (left: boolean) => void;
}

/** An address that was found: its state, its role with the reason, and below it what is wrong with the cure as a button. */
export function PastedRow({
  item,
  roles,
  onRole,
  onFix,
  onTake,
  onLeaveOut,
  onLeave,
  isNeeded,
}: {
  readonly item: PastedItem;
  /** Whether a rule of this site uses the role. */
  readonly isNeeded: boolean;
  readonly roles: readonly { readonly role: string; readonly title: string }[];
} & RowActs) {
  const { found } = item;
  const { state, text } = found;
  const which = asksWhich(found);
  const open = !item.addable && !item.left && (state.kind === 'wrong' || state.kind === 'doubtful');
  return (
    <li
      className={`pasted ${item.left ? 'left-out' : ''} ${open ? `asks tone-ground-${which ? 'doubtful' : state.kind}` : ''}`}
    >
      <State item={item} />
      <span className="pasted-text">
        <span className="mono wrap">{open ? text : found.address}</span>
        {found.label === null ? null : <span className="line-2 wrap">{found.label}</span>}
      </span>
      <span className="dim pasted-kind">{kindWords(found.kind)}</span>
      <select
        className="field-input role-choice"
        aria-label={t('Role of {{address}}', { address: text })}
        value={item.role}
        onChange={(event) => onRole(event.currentTarget.value)}
      >
        {roles.map(({ role, title }) => (
          <option key={role} value={role}>
            {said(title)}
          </option>
        ))}
      </select>
      <span className="small sub wrap">
        {whyThisRole(item)}
        {isNeeded || item.left ? null : <span className="line-2">{t('no rule of this site uses it')}</span>}
      </span>
      {open || state.kind === 'repeated' ? (
        <span />
      ) : (
        <Act
          size="sm"
          look="flat"
          icon={item.left ? 'plus' : 'close'}
          label={item.left ? t('Add it after all: {{text}}', { text }) : t('Leave out: {{text}}', { text })}
          onAct={() => onLeave(!item.left)}
        />
      )}
      {open ? (
        <div className="pasted-wrong">
          <p className={`small tone-${which ? 'unsure' : 'fail'}`}>{said(state.says)}</p>
          <span className="row-acts">
            {state.fixes.map((fix) => (
              <Act key={fix.address} size="sm" onAct={() => onFix(fix.address)}>
                {fixWords(fix)}
              </Act>
            ))}
            {state.kind === 'doubtful' ? (
              <Act size="sm" label={t('Take {{text}} as it is', { text })} onAct={onTake}>
                {t('Take it as it is')}
              </Act>
            ) : null}
            <Act size="sm" look="flat" label={t('Leave out: {{text}}', { text })} onAct={onLeaveOut}>
              {t('Leave out')}
            </Act>
          </span>
        </div>
      ) : null}
    </li>
  );
}
