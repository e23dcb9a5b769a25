import { useMemo } from 'react';
import { Banner } from '../../components/banner.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { andList } from '../../components/words.ts';
import { neededRoles } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { AddressList } from './address-list.tsx';
import { PasteBox } from './paste-box.tsx';
import { Proxy } from './proxy.tsx';
import { RoleList } from './role-list.tsx';
import { TableFiles } from './table-files.tsx';
import { useTableFile } from './use-table-file.ts';
import { Zones } from './zones.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

function RoleAddresses({ role }: { readonly role: string }) {
  const { open, preview } = useOpen();
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
        <AddressList
          key={role}
          role={role}
          title={said(title)}
          singular={said(singular)}
          count={list.length}
        />
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
  const { fault, take } = useTableFile((text) =>
    acts.paste({ ...open.paste, role, text: [open.paste.text, text].filter((one) => one !== '').join('\n') }),
  );
  return (
    <div className="screen">
      <ScreenTop title={t('Who talks to the node?')} acts={<TableFiles onFile={take} />}>
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
          <PasteBox role={role} roles={known} fault={fault} onFile={take} />
          <RoleAddresses role={role} />
          <Zones />
          <Proxy />
        </div>
      </div>
    </div>
  );
}
