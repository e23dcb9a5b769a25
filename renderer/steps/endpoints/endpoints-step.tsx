import { useMemo } from 'react';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { TextField } from '../../components/fields.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { andList } from '../../components/words.ts';
import { findingAt, neededRoles } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { addressOf, fixesOf, labelOf, removeEndpoint, replaceEndpoint } from './endpoint-edits.ts';
import { PasteBox } from './paste-box.tsx';
import { RoleList } from './role-list.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

function RoleAddresses({ role }: { readonly role: string }) {
  const { open, preview, acts } = useOpen();
  const list = open.history.present.endpoints?.[role] ?? [];
  const {
    title = role,
    about = '',
    singular = role,
    missing = null,
    includesSiteNodes = false,
  } = preview.catalog.roles[role] ?? {};
  const users = neededRoles(preview).find((one) => one.role === role)?.entries ?? [];
  const others = includesSiteNodes && open.history.present.nodes.length > 1;
  return (
    <section className="box" aria-labelledby="role-head">
      <div className="box-head">
        <div>
          <h2 id="role-head">{said(title)}</h2>
          <p className="small sub">
            {said(about)}{' '}
            {users.length === 0 ? '' : t('Used by {{users}}.', { users: andList(users.map(said)) })}
          </p>
        </div>
      </div>
      {list.length === 0 ? (
        <div className="pad">
          {missing === null ? (
            <p className="sub">
              {others
                ? t('Only the site’s own other nodes so far.')
                : t('No {{singular}} yet. Add the first one above.', { singular: said(singular) })}
            </p>
          ) : (
            <Banner tone="unsure" icon="inconclusive" title={t('The source does not give these addresses')}>
              <p>
                {said(missing)} {t('Gatecheck never invents one; the request says “to be supplied”.')}
              </p>
            </Banner>
          )}
        </div>
      ) : (
        <ul className="address-rows" aria-label={said(title)}>
          {list.map((endpoint, index) => {
            const address = addressOf(endpoint);
            const path = `endpoints.${role}[${index}]`;
            const wrong = findingAt(preview.findings, path);
            return (
              <li key={index}>
                <TextField
                  mono
                  id={`field-${path}`}
                  label={<span className="unseen">{`${said(singular)} ${index + 1}`}</span>}
                  value={address}
                  onChange={(text) => acts.edit((site) => replaceEndpoint(site, role, index, text), path)}
                  wrong={wrong}
                  fixes={
                    wrong === undefined
                      ? []
                      : fixesOf(address).map((fix) => ({
                          words: fix.words,
                          act: () => acts.edit((site) => replaceEndpoint(site, role, index, fix.address)),
                        }))
                  }
                />
                <span className="small sub wrap">{labelOf(endpoint)}</span>
                <Act
                  size="sm"
                  look="flat"
                  icon="trash"
                  label={t('Remove {{address}}', { address })}
                  onAct={() => acts.edit((site) => removeEndpoint(site, role, index))}
                />
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

/** Step 4: who talks to the node. */
export function EndpointsStep() {
  const { open, preview, acts } = useOpen();
  const roles = neededRoles(preview);
  const firstOpen = roles.find((role) => role.missing === 'required') ?? roles[0];
  const { role: chosen } = open.paste;
  const role =
    chosen !== null && roles.some((one) => one.role === chosen) ? chosen : (firstOpen?.role ?? 'dnsServers');
  const known = useMemo(
    () => Object.entries(preview.catalog.roles).map(([id, { title }]) => ({ role: id, title })),
    [preview.catalog],
  );
  return (
    <div className="screen">
      <ScreenTop title={t('Who talks to the node?')}>
        {t(
          'Paste from anywhere: the addresses are found, and a role is proposed for each. The source names the ports, never the counterparts.',
        )}
      </ScreenTop>
      <div className="endpoints-grid">
        <RoleList
          roles={roles}
          chosen={role}
          others={Object.keys(preview.catalog.roles).length - roles.length}
          onChoose={(one) => acts.paste({ ...open.paste, role: one })}
          onShowAll={() => acts.goTo('features')}
        />
        <div className="stack">
          <PasteBox role={role} roles={known} />
          <RoleAddresses role={role} />
        </div>
      </div>
    </div>
  );
}
