import { useId } from 'react';
import { Icon } from '../../components/icon.tsx';
import { useLate } from '../../components/use-late.ts';
import { useTask } from '../../components/use-task.ts';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';

/** The keys of the SSH agent as one radio group; what cannot sign reports says why. */
export function AgentKeyList({
  chosen,
  onChoose,
}: {
  /** Fingerprint. */
  readonly chosen: string | null;
  readonly onChoose: (fingerprint: string) => void;
}) {
  const { acts } = useOpen();
  const keys = useTask(() => acts.agentKeys());
  const late = useLate(keys.busy);
  const group = useId();
  if (keys.problem !== null)
    return (
      <p className="small tone-fail wrap" role="alert">
        <Icon name="fail" /> {said(keys.problem.message)} {said(keys.problem.cure ?? '')}
      </p>
    );
  if (keys.value === null)
    return <p className="small sub">{late ? t('Asking the SSH agent for its keys') : ''}</p>;
  if (keys.value.length === 0)
    return (
      <p className="small wrap">
        {t('The SSH agent holds no keys, or it is locked. Load a key with ssh-add, then open this again.')}
      </p>
    );
  return (
    <div className="agent-keys" role="radiogroup" aria-label={t('Keys of the SSH agent')}>
      {keys.value.map(({ fingerprint, type, comment, unusable }) => (
        <label key={fingerprint} className="agent-key">
          <input
            type="radio"
            name={group}
            checked={chosen === fingerprint}
            disabled={unusable !== null}
            onChange={() => onChoose(fingerprint)}
          />
          <span>
            <b className="wrap">{comment === '' ? type : comment}</b>
            <span className="mono small wrap">
              {type} {fingerprint}
            </span>
            {unusable === null ? null : (
              <span className="small tone-unsure wrap">
                {t('Cannot sign reports: {{why}}', { why: said(unusable) })}
              </span>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
