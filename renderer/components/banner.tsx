import type { ReactNode } from 'react';
import type { Problem } from '../../shared/ipc/contract.ts';
import { Act } from './act.tsx';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import { said } from '../i18n/said.ts';
import { t } from '../i18n/t.ts';

export function Banner({
  tone,
  icon,
  title,
  children,
  acts,
  alert = false,
  id,
}: {
  readonly tone: 'unsure' | 'fail' | 'pass' | 'note';
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly acts?: ReactNode;
  /** Said at once by assistive technology. */
  readonly alert?: boolean;
  readonly id?: string;
}) {
  return (
    <div
      className={`banner ${tone === 'note' ? 'note' : `tone-${tone}`}`}
      {...(alert ? { role: 'alert' } : {})}
      {...(id === undefined ? {} : { id, tabIndex: -1 })}
    >
      <Icon name={icon} />
      <div>
        <b>{title}</b>
        {children}
      </div>
      {acts === undefined ? null : <div className="acts">{acts}</div>}
    </div>
  );
}

/** A problem as a text that can be sent to someone. */
function detailsOf(problem: Problem): string {
  return [
    said(problem.message),
    said(problem.cure ?? ''),
    ...problem.findings.map(
      (finding) => `${finding.path}: ${said(finding.message)} ${said(finding.cure ?? '')}`,
    ),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** What and where, what now. */
export function ProblemBanner({
  problem,
  onClose,
}: {
  readonly problem: Problem;
  readonly onClose?: () => void;
}) {
  return (
    <Banner
      tone="fail"
      icon="fail"
      title={said(problem.message)}
      alert
      id="problem"
      acts={
        <>
          <Act
            size="sm"
            icon="copy"
            onAct={() => void navigator.clipboard.writeText(detailsOf(problem)).catch(() => undefined)}
          >
            {t('Copy details')}
          </Act>
          {onClose === undefined ? null : (
            <Act size="sm" look="flat" icon="close" label={t('Close this message')} onAct={onClose} />
          )}
        </>
      }
    >
      {problem.cure === null ? null : <p>{said(problem.cure)}</p>}
      {problem.findings.length === 0 ? null : (
        <ul>
          {problem.findings.slice(0, 6).map((finding) => (
            <li key={`${finding.path} ${finding.message}`}>
              {finding.path === '' ? '' : <span className="mono">{finding.path} </span>}
              {said(finding.message)} {said(finding.cure ?? '')}
            </li>
          ))}
        </ul>
      )}
    </Banner>
  );
}
