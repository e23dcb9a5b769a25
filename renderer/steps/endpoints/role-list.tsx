import { Icon } from '../../components/icon.tsx';
import type { NeededRole } from '../../state/preview.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

function roleSays({ count, missing }: NeededRole): string {
  if (count > 0) return String(count);
  return missing === 'required' ? t('missing') : '0';
}

/** The roles that this site needs, each with its state in shape and word. */
export function RoleList({
  roles,
  chosen,
  others,
  onChoose,
  onShowAll,
}: {
  readonly roles: readonly NeededRole[];
  readonly chosen: string;
  readonly others: number;
  readonly onChoose: (role: string) => void;
  readonly onShowAll: () => void;
}) {
  return (
    <section className="box role-list" aria-label={t('Roles')}>
      <h2 className="small-head">{t('Needed for this site')}</h2>
      <ul>
        {roles.map((role) => (
          <li key={role.role}>
            <button
              type="button"
              id={`role-${role.role}`}
              className={role.role === chosen ? 'chosen' : ''}
              aria-pressed={role.role === chosen}
              onClick={() => onChoose(role.role)}
            >
              <Icon
                name={role.count > 0 ? 'confirmed' : role.missing === null ? 'empty' : 'inconclusive'}
                className={role.count > 0 ? 'tone-pass' : role.missing === null ? 'tone-idle' : 'tone-unsure'}
              />
              <span>{said(role.title)}</span>
              <span className="sub">{roleSays(role)}</span>
            </button>
          </li>
        ))}
      </ul>
      {others === 0 ? null : (
        <p className="role-off">
          {tn(
            '{{count}} other role is off with its features.',
            '{{count}} other roles are off with their features.',
            others,
          )}{' '}
          <button type="button" className="link" onClick={onShowAll}>
            {t('Features')}
          </button>
        </p>
      )}
    </section>
  );
}
