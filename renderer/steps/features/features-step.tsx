import { Switch } from '@mantine/core';
import { useMemo } from 'react';
import { explainSwitch } from '../../../shared/rules/explain-switch.ts';
import { Icon } from '../../components/icon.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { SwitchNote } from '../../components/switch-note.tsx';
import { andList } from '../../components/words.ts';
import { findingAt } from '../../state/preview.ts';
import type { Preview } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { OwnRules } from './own-rules.tsx';
import { SourceGaps } from './source-gaps.tsx';
import { UndecidedEntries } from './undecided-entries.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

/** What the switch does to the rules, in words: `+2 rules, asks for SMB clients`. */
export function switchWords(preview: Preview, feature: string): string {
  const { catalog, site } = preview;
  const on = site.features[feature] === true;
  const { added, removed, changed } = explainSwitch(catalog, site, { kind: 'feature', feature, on: !on });
  const rules = on ? removed : added;
  const entries = new Set(rules.map((rule) => rule.entry));
  const roles = catalog.entries
    .filter((entry) => entries.has(entry.id))
    .flatMap((entry) => entry.roles)
    .filter((role, index, all) => all.indexOf(role) === index && (site.endpoints[role] ?? []).length === 0)
    .map((role) => said(catalog.roles[role]?.title ?? role));
  const holds = on
    ? tn('holds {{count}} rule', 'holds {{count}} rules', rules.length)
    : tn('+{{count}} rule', '+{{count}} rules', rules.length);
  const parts = [
    ...(rules.length === 0 ? [] : [holds]),
    ...(roles.length === 0 ? [] : [t('asks for {{roles}}', { roles: andList(roles) })]),
    ...(changed.length === 0
      ? []
      : [tn('changes {{count}} rule', 'changes {{count}} rules', changed.length)]),
  ];
  return parts.length === 0 ? t('no rule of its own') : parts.join(', ');
}

function Feature({ name }: { readonly name: string }) {
  const { preview, acts } = useOpen();
  const { catalog, site, findings } = preview;
  const words = useMemo(() => switchWords(preview, name), [preview, name]);
  const feature = catalog.features[name];
  if (feature === undefined) return null;
  const answer = site.features[name];
  const wrong = findingAt(findings, `features.${name}`);
  const needs = feature.needs === null ? null : said(catalog.features[feature.needs]?.title ?? feature.needs);
  const set = (on: boolean): void =>
    acts.edit((draft) => ({ ...draft, features: { ...draft.features, [name]: on } }));
  return (
    <li className="feature">
      <div>
        <Switch
          id={`field-features.${name}`}
          label={said(feature.title)}
          aria-describedby={`about-${name}`}
          checked={answer === true}
          onChange={(event) => set(event.currentTarget.checked)}
          classNames={{
            body: 'switch-body',
            labelWrapper: 'switch-words',
            track: 'switch-track',
            thumb: 'switch-thumb',
            label: 'switch-label',
          }}
          withThumbIndicator={false}
        />
        <p className="switch-about" id={`about-${name}`}>
          {said(feature.about)}
        </p>
      </div>
      <span className="small sub">
        {words}
        {needs === null ? '' : t('; needs {{needs}}', { needs })}
      </span>
      <span className="feature-answer">
        {answer === undefined ? (
          <button
            type="button"
            className="link small"
            onClick={() => set(false)}
            aria-label={t('{{title}} not answered: say no', { title: said(feature.title) })}
          >
            {t('not answered: say no')}
          </button>
        ) : (
          <span className="small dim">{answer ? t('on') : t('off')}</span>
        )}
      </span>
      {wrong === undefined ? null : (
        <p className="field-error">
          <Icon name="fail" /> {said(wrong.message)} {said(wrong.cure ?? '')}
        </p>
      )}
    </li>
  );
}

/** Entries that no switch decides, with their reason. */
function Others() {
  const { preview } = useOpen();
  const always = preview.catalog.entries.filter(
    (entry) => entry.on.kind === 'always' || entry.on.kind === 'role-filled',
  );
  const states = new Map(preview.rules.entries.map((state) => [state.entry, state]));
  return (
    <section className="box" aria-labelledby="always-head">
      <div className="box-head">
        <h2 id="always-head">{t('Without a switch')}</h2>
      </div>
      <ul className="plain-rows">
        {always.map((entry) => (
          <li key={entry.id}>
            <b>{said(entry.title)}</b>
            <span className="small sub">{said(states.get(entry.id)?.because ?? '')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Step 3: what the node is used for. */
export function FeaturesStep() {
  const { preview, acts } = useOpen();
  const names = Object.keys(preview.catalog.features);
  const open = preview.rules.notAnswered;
  const answerAll = (): void =>
    acts.edit((draft) => ({
      ...draft,
      features: { ...Object.fromEntries(open.map((name) => [name, false])), ...draft.features },
    }));
  return (
    <div className="screen">
      <ScreenTop title={t('What is the node used for?')}>
        {t('Each switch says which rules it brings. What stays unanswered is off, and the request says so.')}
      </ScreenTop>
      <SwitchNote />
      <UndecidedEntries />
      <section className="box" aria-labelledby="features-head">
        <div className="box-head">
          <h2 id="features-head">{t('Features')}</h2>
          {open.length === 0 ? null : (
            <button type="button" className="act sm" onClick={answerAll}>
              {t('Answer the other {{count}} with no', { count: open.length })}
            </button>
          )}
        </div>
        <ul>
          {names.map((name) => (
            <Feature key={name} name={name} />
          ))}
        </ul>
      </section>
      <SourceGaps />
      <OwnRules />
      <Others />
    </div>
  );
}
