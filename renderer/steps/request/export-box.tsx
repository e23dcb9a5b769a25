import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { Act } from '../../components/act.tsx';
import { Choice } from '../../components/fields.tsx';
import { WrittenList } from '../../components/written-files.tsx';
import { useOpen } from '../../state/use-app.ts';
import type { ExportChoice, FormatWords } from './export-formats.ts';
import { dialectFormats, documentFormats, toggled } from './export-formats.ts';
import { nextRevision } from './next-revision.ts';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import { languageNames, languages } from '../../../shared/words/languages.ts';

function Ticks({
  legend,
  formats,
  choice,
  onChange,
}: {
  readonly legend: string;
  readonly formats: readonly FormatWords[];
  readonly choice: ExportChoice;
  readonly onChange: (choice: ExportChoice) => void;
}) {
  return (
    <fieldset className="format-ticks">
      <legend className="field-label">{legend}</legend>
      {formats.map(({ name, title }) => (
        <Checkbox
          key={name}
          size="xs"
          label={said(title)}
          checked={choice.formats.includes(name)}
          onChange={() => onChange(toggled(choice, name))}
          classNames={{ label: 'check-label', input: 'check-input' }}
        />
      ))}
    </fieldset>
  );
}

/** One button writes every ticked format into one folder; the person chooses that folder once. */
export function ExportBox({
  choice,
  onChange,
}: {
  readonly choice: ExportChoice;
  readonly onChange: (choice: ExportChoice) => void;
}) {
  const { open, preview, acts } = useOpen();
  const [showsFormats, setShowsFormats] = useState(false);
  const { request } = open;
  const stale = request !== null && request.rulesKey !== preview.rulesKey;
  const valid = preview.findings.length === 0;
  const none = choice.formats.length === 0;
  const titles = [...documentFormats, ...dialectFormats]
    .filter(({ name }) => choice.formats.includes(name))
    .map(({ title }) => said(title));
  const notYet = !valid
    ? t('They can be written once the site is put right.')
    : preview.rules.draft
      ? t('Not written yet. They will be marked as a draft: addresses are missing.')
      : t('Not written yet. Nothing is missing.');
  const { number = '', revision = 'A' } = open.history.present.request ?? {};
  // What was mailed under this revision says something else: it gets the next one, or is replaced on purpose.
  const next =
    stale && request.number === number && request.revision === revision ? nextRevision(revision) : null;
  const save = (sameFolder: boolean): void => void acts.saveRequest(choice.formats, choice.paper, sameFolder);
  const saveAsNext = (): void => {
    if (next === null) return;
    acts.edit((site) => ({ ...site, request: { ...site.request, revision: next } }));
    save(true);
  };
  const count = choice.formats.length;
  return (
    <section className="box" aria-labelledby="save-head">
      <div className="box-head save-head">
        <div>
          <h2 id="save-head">{t('Files')}</h2>
          <p className="small sub">
            {none ? t('No format is ticked: there is nothing to save.') : `${titles.join(', ')}. `}
            {request !== null || none ? null : notYet}
          </p>
        </div>
        <div className="row-acts">
          <Choice
            label={<span className="unseen">{t('Language of the request')}</span>}
            value={open.history.present.request?.language ?? 'en'}
            onChange={(value) => {
              const language = languages.find((one) => one === value);
              if (language !== undefined)
                acts.edit((site) => ({ ...site, request: { ...site.request, language } }));
            }}
            options={languages.map((value) => ({ value, label: languageNames[value] }))}
          />
          <Choice
            label={<span className="unseen">{t('Paper')}</span>}
            value={choice.paper}
            onChange={(value) => onChange({ ...choice, paper: value === 'letter' ? 'letter' : 'a4' })}
            options={[
              { value: 'a4', label: 'A4' },
              { value: 'letter', label: t('Letter') },
            ]}
          />
          <Act size="sm" expanded={showsFormats} onAct={() => setShowsFormats(!showsFormats)}>
            {t('Formats and firewalls')}
          </Act>
          <Act
            icon="save"
            look={valid && !none && (request === null || stale) ? 'filled' : 'plain'}
            off={none}
            onAct={next === null ? () => save(true) : saveAsNext}
          >
            {next === null
              ? t('Save all {{count}}', { count })
              : t('Save all {{count}} as revision {{next}}', { count, next })}
          </Act>
        </div>
      </div>
      {request === null ? null : (
        <div className="pad written-request">
          {stale ? (
            <p className="tone-unsure">
              {t('The rules changed since these files were written as revision {{revision}}.', {
                revision: request.revision,
              })}{' '}
              {next === null ? null : (
                <button type="button" className="link" onClick={() => save(true)}>
                  {t('Replace revision {{revision}}', { revision })}
                </button>
              )}
            </p>
          ) : null}
          <WrittenList written={request.written} />
          <div className="row-acts">
            {request.written.files.length === 0 ? null : (
              <Act size="sm" icon="folder" onAct={() => void acts.reveal(request.written.files[0]?.id ?? '')}>
                {t('Show the folder')}
              </Act>
            )}
            <Act size="sm" onAct={() => save(false)}>
              {t('Save to another folder')}
            </Act>
          </div>
        </div>
      )}
      {showsFormats ? (
        <div className="pad formats">
          <Ticks legend={t('Documents')} formats={documentFormats} choice={choice} onChange={onChange} />
          <Ticks
            legend={t('Firewall languages, to be reviewed before use')}
            formats={dialectFormats}
            choice={choice}
            onChange={onChange}
          />
        </div>
      ) : null}
    </section>
  );
}
