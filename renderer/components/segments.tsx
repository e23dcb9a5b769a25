import { useId } from 'react';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import { t } from '../i18n/t.ts';

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: IconName;
  readonly tone?: string;
}

/** One choice of a few, as one radio group. An assumed value is marked, never drawn as chosen. */
export function Segments<T extends string>({
  name,
  segments,
  chosen,
  assumed = null,
  onChoose,
  id,
}: {
  /** Name for assistive technology. */
  readonly name: string;
  readonly segments: readonly Segment<T>[];
  readonly chosen: T | null;
  readonly assumed?: T | null;
  readonly onChoose: (value: T) => void;
  readonly id?: string;
}) {
  const group = useId();
  return (
    <div
      className="segments"
      role="radiogroup"
      aria-label={name}
      {...(id === undefined ? {} : { id, tabIndex: -1 })}
    >
      {segments.map(({ value, label, icon, tone }) => {
        const isAssumed = chosen === null && value === assumed;
        return (
          <label key={value} className={value === chosen ? 'on' : isAssumed ? 'assumed' : ''}>
            <input
              className="unseen"
              type="radio"
              name={group}
              checked={value === chosen}
              onChange={() => onChoose(value)}
            />
            {icon === undefined ? null : (
              <Icon name={icon} className={value === chosen ? '' : (tone ?? '')} />
            )}
            {label}
            {isAssumed ? <span className="unseen"> {t('(assumed)')}</span> : null}
          </label>
        );
      })}
    </div>
  );
}
