import type { ReactNode } from 'react';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';

export interface ActProps {
  readonly children?: ReactNode;
  readonly onAct: () => void;
  /** One filled button per screen: where the next act really is. */
  readonly look?: 'filled' | 'plain' | 'flat';
  readonly size?: 'sm' | 'md' | 'lg';
  readonly icon?: IconName;
  readonly iconAfter?: IconName;
  /** Name for assistive technology; needed when there is only an icon. */
  readonly label?: string;
  /** What it would do now, where the name alone does not say it: shown on hover, read after the name. */
  readonly tip?: string;
  readonly keys?: string;
  readonly id?: string;
  readonly submit?: boolean;
  readonly expanded?: boolean;
  readonly autoFocus?: boolean;
  /** Cannot act now; the reason stands beside it or in its name. It keeps its focus. */
  readonly off?: boolean;
}

/** A button. `data-filled` marks the screen's one filled button for Ctrl Enter. */
export function Act({
  children,
  onAct,
  look = 'plain',
  size = 'md',
  icon,
  iconAfter,
  label,
  tip,
  keys,
  id,
  submit = false,
  expanded,
  autoFocus = false,
  off = false,
}: ActProps) {
  const square = children === undefined ? 'square' : '';
  return (
    <button
      className={`act ${look} ${size} ${square}`}
      type={submit ? 'submit' : 'button'}
      onClick={submit || off ? undefined : onAct}
      aria-label={label}
      title={tip ?? (children === undefined ? label : undefined)}
      aria-expanded={expanded}
      aria-disabled={off ? true : undefined}
      data-filled={look === 'filled' ? true : undefined}
      autoFocus={autoFocus}
      {...(id === undefined ? {} : { id })}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
      {iconAfter === undefined ? null : <Icon name={iconAfter} />}
      {keys === undefined ? null : <kbd aria-hidden="true">{keys}</kbd>}
    </button>
  );
}
