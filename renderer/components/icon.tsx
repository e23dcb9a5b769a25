import sprite from './icons.svg?raw';

export type IconName =
  | 'confirmed'
  | 'open'
  | 'fail'
  | 'refused'
  | 'rejected'
  | 'filtered'
  | 'unreachable'
  | 'unresolved'
  | 'intercepted'
  | 'wrong-interface'
  | 'inconclusive'
  | 'no-answer'
  | 'not-testable'
  | 'error'
  | 'not-run'
  | 'running'
  | 'attested'
  | 'waived'
  | 'stale'
  | 'empty'
  | 'now'
  | 'plus'
  | 'minus'
  | 'folder'
  | 'verify'
  | 'practice'
  | 'help'
  | 'undo'
  | 'redo'
  | 'theme'
  | 'right'
  | 'left'
  | 'down'
  | 'up'
  | 'close'
  | 'info'
  | 'copy'
  | 'save'
  | 'key'
  | 'pen'
  | 'play'
  | 'stop'
  | 'rerun'
  | 'table'
  | 'trash'
  | 'team'
  | 'user'
  | 'vendor'
  | 'offline'
  | 'pdf'
  | 'search';

/** All symbols, once in the page; icons refer to them. The file is our own, so its text is trusted. */
export function IconSprite() {
  return <div hidden dangerouslySetInnerHTML={{ __html: sprite }} />;
}

/** An icon never stands alone: a word beside it, or the control's name, says the same. */
export function Icon({ name, className = '' }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg className={`icon ${className}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <use href={`#i-${name}`} />
    </svg>
  );
}

/** The check that goes through the gap in a wall. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M15 1.5V7.2M15 16.2V22.5" stroke="var(--gc-text)" strokeWidth="3.2" fill="none" />
      <path d="M2 11.8 8.3 18.1 22.3 4.1" stroke="var(--gc-accent)" strokeWidth="3.2" fill="none" />
    </svg>
  );
}
