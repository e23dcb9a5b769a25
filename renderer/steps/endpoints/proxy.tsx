import { useState } from 'react';
import { Act } from '../../components/act.tsx';
import { TextField } from '../../components/fields.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { carriedByProxy, portOf } from './proxy-edits.ts';

/** A proxy that the node has to go through, and for what. */
export function Proxy() {
  const { open, preview, acts } = useOpen();
  const proxy = open.history.present.proxy ?? null;
  const [port, setPort] = useState<string | null>(null);
  const [typed, setTyped] = useState<{ readonly host: string; readonly port: string } | null>(null);
  const carried = carriedByProxy(preview);
  const edit = (part: Partial<NonNullable<typeof proxy>>, key: string | null): void =>
    acts.edit(
      (site) => (site.proxy == null ? site : { ...site, proxy: { ...site.proxy, ...part } }),
      key === null ? null : `proxy.${key}`,
    );
  const newPort = portOf(typed?.port ?? '');
  return (
    <section className="box" aria-labelledby="proxy-head">
      <div className="box-head">
        <div>
          <h2 id="proxy-head">{t('Proxy')}</h2>
          <p className="small sub">
            {t('Only where the node cannot go out by itself. Checks then say what the proxy answers.')}
          </p>
        </div>
        {proxy !== null ? (
          <Act size="sm" icon="trash" onAct={() => acts.edit((site) => ({ ...site, proxy: null }))}>
            {t('No proxy')}
          </Act>
        ) : typed === null ? (
          <Act size="sm" icon="plus" onAct={() => setTyped({ host: '', port: '' })}>
            {t('Name a proxy')}
          </Act>
        ) : null}
      </div>
      {proxy === null && typed !== null ? (
        <form
          className="pad proxy-row"
          aria-label={t('Proxy')}
          onSubmit={(event) => {
            event.preventDefault();
            if (newPort === null || typed.host.trim() === '') return;
            acts.edit((site) => ({
              ...site,
              proxy: { host: typed.host.trim(), port: newPort, entries: [] },
            }));
            setTyped(null);
          }}
        >
          <TextField
            mono
            label={t('Proxy host')}
            value={typed.host}
            onChange={(host) => setTyped({ ...typed, host })}
          />
          <TextField
            mono
            label={t('Proxy port')}
            value={typed.port}
            onChange={(text) => setTyped({ ...typed, port: text })}
          />
          <span className="row-acts">
            <Act submit off={newPort === null || typed.host.trim() === ''} onAct={() => undefined}>
              {t('Use this proxy')}
            </Act>
            <Act look="flat" onAct={() => setTyped(null)}>
              {t('Do not')}
            </Act>
          </span>
          <p className="small sub" role="status">
            {newPort === null || typed.host.trim() === ''
              ? t('It needs a host and a port from 1 to 65535.')
              : ''}
          </p>
        </form>
      ) : null}
      {proxy === null ? null : (
        <div className="pad stack">
          <div className="proxy-row">
            <TextField
              mono
              id="field-proxy.host"
              label={t('Proxy host')}
              value={proxy.host}
              onChange={(host) => edit({ host }, 'host')}
              wrong={findingAt(preview.findings, 'proxy.host')}
            />
            <TextField
              mono
              id="field-proxy.port"
              label={t('Proxy port')}
              value={port ?? String(proxy.port)}
              onChange={(text) => {
                const number = portOf(text);
                setPort(number === null ? text : null);
                if (number !== null) edit({ port: number }, 'port');
              }}
              wrong={
                port === null
                  ? undefined
                  : { path: 'proxy.port', message: t('A port is a number from 1 to 65535.') }
              }
            />
          </div>
          <fieldset className="proxy-entries" id="field-proxy.entries">
            <legend className="field-label">{t('What goes through it')}</legend>
            {carried.map(({ id, title }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={proxy.entries.includes(id)}
                  onChange={(event) =>
                    edit(
                      {
                        entries: event.currentTarget.checked
                          ? [...proxy.entries, id]
                          : proxy.entries.filter((one) => one !== id),
                      },
                      null,
                    )
                  }
                />
                {said(title)}
              </label>
            ))}
          </fieldset>
        </div>
      )}
    </section>
  );
}
