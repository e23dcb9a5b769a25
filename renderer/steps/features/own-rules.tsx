import { useState } from 'react';
import { Act } from '../../components/act.tsx';
import { Choice, TextBox, TextField } from '../../components/fields.tsx';
import { Icon } from '../../components/icon.tsx';
import { Segments } from '../../components/segments.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import type { DraftRule, TypedRule } from './rule-edits.ts';
import { withoutRule, withRule } from './rule-edits.ts';

const empty: TypedRule = {
  ...{ title: '', direction: 'out', port: 'lan', services: '', endpoints: '', level: 'required', reason: '' },
};

/** What is missing of a typed rule; null: it can be added. */
export function ruleFault({ title, services, reason }: TypedRule): string | null {
  if (title.trim() === '') return t('Give it a title.');
  if (services.trim() === '') return t('Name its services: 443/tcp, 500/udp.');
  return reason.trim() === '' ? t('Say why it is needed: the firewall team will ask.') : null;
}

function Rule({ rule, index }: { readonly rule: DraftRule; readonly index: number }) {
  const { preview, acts } = useOpen();
  const wrong = findingAt(preview.findings, `customRules[${index}]`);
  const addresses = (rule.endpoints ?? []).map((one) => (typeof one === 'string' ? one : one.address));
  return (
    <li>
      <div className="own-rule">
        <div>
          <b className="wrap">{said(rule.title)}</b>{' '}
          <span className="mono small">
            {rule.direction.toUpperCase()} {rule.services.join(', ')}
          </span>
          <p className="small mono wrap">
            {addresses.length === 0 ? t('address missing') : addresses.join(', ')}
          </p>
          <p className="small sub wrap">{said(rule.reason)}</p>
        </div>
        <Act
          size="sm"
          look="flat"
          icon="trash"
          label={t('Remove {{title}}', { title: said(rule.title) })}
          onAct={() => acts.edit((site) => withoutRule(site, rule.id))}
        />
      </div>
      {wrong === undefined ? null : (
        <p className="field-error">
          <Icon name="fail" /> {said(wrong.message)} {said(wrong.cure ?? '')}
        </p>
      )}
    </li>
  );
}

function RuleForm({ onDone }: { readonly onDone: () => void }) {
  const { preview, acts } = useOpen();
  const [typed, setTyped] = useState(empty);
  const set = (change: Partial<TypedRule>): void => setTyped({ ...typed, ...change });
  const fault = ruleFault(typed);
  return (
    <form
      className="pad stack"
      aria-label={t('A rule of the site’s own')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onDone();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (fault !== null) return;
        acts.edit((site) => withRule(site, preview.catalog, typed));
        onDone();
      }}
    >
      <div className="grid-2">
        <TextField label={t('Title')} value={typed.title} onChange={(title) => set({ title })} required />
        <TextField
          mono
          label={t('Services')}
          placeholder="443/tcp, 500/udp"
          value={typed.services}
          onChange={(services) => set({ services })}
          required
        />
      </div>
      <div className="row-acts">
        <Segments
          name={t('Who starts it')}
          segments={[
            { value: 'out', label: t('Out: the node starts') },
            { value: 'in', label: t('In: the other side starts') },
          ]}
          chosen={typed.direction}
          onChoose={(direction) => set({ direction })}
        />
        {preview.rules.deployment === 'inline' ? (
          <Segments
            name={t('Port of the node')}
            segments={[
              { value: 'lan', label: 'LAN' },
              { value: 'wan', label: 'WAN' },
              { value: 'both', label: t('both') },
            ]}
            chosen={typed.port}
            onChoose={(port) => set({ port })}
          />
        ) : null}
      </div>
      <TextBox
        mono
        rows={2}
        label={t('Addresses of the other side')}
        help={t('One or more; without one the request says “to be supplied”.')}
        value={typed.endpoints}
        onChange={(endpoints) => set({ endpoints })}
      />
      <TextField
        label={t('Why it is needed')}
        value={typed.reason}
        onChange={(reason) => set({ reason })}
        required
      />
      <Choice
        label={t('How much is it needed?')}
        value={typed.level}
        options={[
          { value: 'required', label: t('required') },
          { value: 'optional', label: t('optional') },
        ]}
        onChange={(level) => set({ level: level as TypedRule['level'] })}
      />
      <p className="small tone-unsure form-fault" role="status">
        {fault ?? ''}
      </p>
      <div className="row-acts">
        <Act submit off={fault !== null} onAct={() => undefined}>
          {t('Add the rule')}
        </Act>
        <Act look="flat" onAct={onDone}>
          {t('Do not')}
        </Act>
      </div>
    </form>
  );
}

/** Rules that the vendor's table does not have and this site needs. */
export function OwnRules() {
  const { open } = useOpen();
  const [adding, setAdding] = useState(false);
  const rules = open.history.present.customRules ?? [];
  return (
    <section className="box" aria-labelledby="own-head">
      <div className="box-head">
        <h2 id="own-head">{t('Rules of the site’s own')}</h2>
        <Act size="sm" icon="plus" expanded={adding} onAct={() => setAdding(!adding)}>
          {t('Add a rule')}
        </Act>
      </div>
      {adding ? <RuleForm onDone={() => setAdding(false)} /> : null}
      {rules.length === 0 ? (
        <p className="pad small sub">
          {t(
            'None. What the vendor’s table does not list can be asked for here, and is checked like the rest.',
          )}
        </p>
      ) : (
        <ul className="plain-rows gap-rows">
          {rules.map((rule, index) => (
            <Rule key={rule.id} rule={rule} index={index} />
          ))}
        </ul>
      )}
    </section>
  );
}
