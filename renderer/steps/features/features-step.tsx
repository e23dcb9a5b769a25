import { Switch } from '@mantine/core';
import { useMemo } from 'react';
import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { SwitchNote } from '../../components/switch-note.tsx';
import { andList } from '../../components/words.ts';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { withEntryBack } from './entry-edits.ts';
import { OwnRules } from './own-rules.tsx';
import { SourceGaps } from './source-gaps.tsx';
import { heldOnBy, switchWords } from './switch-words.ts';
import { UndecidedEntries } from './undecided-entries.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

function Feature({ name }: { readonly name: string }) {
  const { preview, acts } = useOpen();
  const { catalog, site, findings } = preview;
  const words = useMemo(() => switchWords(preview, name), [preview, name]);
  const feature = catalog.features[name];
  if (feature === undefined) return null;
  const answer = site.features[name];
  const wrong = findingAt(findings, `features.${name}`);
  const needs = feature.needs === null ? null : said(catalog.features[feature.needs]?.title ?? feature.needs);
  const heldBy = answer === true ? heldOnBy(preview, name) : [];
  const set = (on: boolean): void =>
    acts.edit((draft) => ({ ...draft, features: { ...draft.features, [name]: on } }));
  const setNeeded = (needed: string): void =>
    acts.edit((draft) => ({ ...draft, features: { ...draft.features, [needed]: true } }));
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
        {heldBy.length === 0 ? '' : t('; needed by {{features}}', { features: andList(heldBy) })}
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
          {feature.needs === null || needs === null ? null : (
            <button type="button" className="link" onClick={() => setNeeded(feature.needs ?? '')}>
              {t('Switch {{needs}} on', { needs })}
            </button>
          )}
        </p>
      )}
    </li>
  );
}

/** Entries that a person took out of the request, with the reason and the way back. */
function LeftOut() {
  const { open, preview, acts } = useOpen();
  const overrides = open.history.present.entries ?? {};
  const left = preview.catalog.entries.filter(({ id }) => overrides[id]?.enabled === false);
  if (left.length === 0) return null;
  return (
    <section className="box" aria-labelledby="left-out-head">
      <div className="box-head">
        <h2 id="left-out-head">{t('Left out by a person')}</h2>
      </div>
      <ul className="plain-rows">
        {left.map(({ id, title }) => (
          <li key={id} className="own-rule">
            <span className="wrap">
              <b>{said(title)}</b>{' '}
              <span className="small sub">
                {[overrides[id]?.by, overrides[id]?.reason]
                  .filter((text) => text !== undefined && text !== '')
                  .join(': ')}
              </span>
            </span>
            <Act
              size="sm"
              label={t('Ask for {{title}} again', { title: said(title) })}
              onAct={() => acts.edit((site) => withEntryBack(site, id))}
            >
              {t('Ask for it again')}
            </Act>
          </li>
        ))}
      </ul>
    </section>
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
      <LeftOut />
      <UndecidedEntries />
      <SourceGaps />
      <OwnRules />
      <Others />
      <SwitchNote />
    </div>
  );
}
