import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import type { Bundle, BundleFile } from '../../../shared/ipc/log-calls.ts';
import { mostTyped, typedName } from '../../../shared/ipc/log-calls.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { Act } from '../../components/act.tsx';
import { ProblemBanner } from '../../components/banner.tsx';
import { TextBox, TextField } from '../../components/fields.tsx';
import { Icon } from '../../components/icon.tsx';
import { LineList } from '../../components/line-list.tsx';
import { Page } from '../../components/page.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { useLate } from '../../components/use-late.ts';
import { useTask } from '../../components/use-task.ts';
import { WrittenList } from '../../components/written-files.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import { useApp } from '../../state/use-app.ts';
import { firstLineWith, hitsOf, piecesOf } from './find-words.ts';

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

function sizeOf(text: string): string {
  const bytes = new TextEncoder().encode(text).length;
  return bytes < 1024 ? t('{{bytes}} bytes', { bytes }) : t('{{kb}} KB', { kb: Math.ceil(bytes / 1024) });
}

/** A file word for word, with the word that is looked for marked. */
function Content({ file, word }: { readonly file: BundleFile; readonly word: string }) {
  const lines = useMemo(() => linesOf(file.text), [file.text]);
  const at = useMemo(() => firstLineWith(lines, word), [lines, word]);
  return (
    <LineList
      key={file.name}
      name={t('Content of {{name}}', { name: file.name })}
      count={lines.length}
      at={at}
      line={(index) => (
        <span className="mono small wrap bundle-line">
          {piecesOf(lines[index] ?? '', word).map(({ text, hit }, place) =>
            hit ? <mark key={place}>{text}</mark> : text,
          )}
        </span>
      )}
    />
  );
}

function FileRow({
  file,
  kept,
  open,
  hits,
  onKeep,
  onOpen,
}: {
  readonly file: BundleFile;
  readonly kept: boolean;
  readonly open: boolean;
  readonly hits: number;
  readonly onKeep: (kept: boolean) => void;
  readonly onOpen: () => void;
}) {
  return (
    <li className={open ? 'selected' : ''}>
      <Checkbox
        checked={kept}
        onChange={(event) => onKeep(event.currentTarget.checked)}
        classNames={{ input: 'check-input' }}
        label={<span className="unseen">{t('{{name}} goes into the bundle', { name: file.name })}</span>}
      />
      <span className="bundle-name">
        <b className="mono wrap">{file.name}</b>
        <span className="small sub">{said(file.about)}</span>
        <span className="small sub">
          {sizeOf(file.text)}
          {hits === 0 ? null : (
            <span className="tone-fail"> · {tn('{{count}} hit', '{{count}} hits', hits)}</span>
          )}
        </span>
      </span>
      <Act size="sm" label={t('Read {{name}}', { name: file.name })} expanded={open} onAct={onOpen}>
        {t('Read')}
      </Act>
    </li>
  );
}

function foundWords(word: string, hits: number): string {
  if (word.trim() === '') return '';
  return hits === 0
    ? t('It is in none of the ticked files.')
    : tn('{{count}} hit in the ticked files', '{{count}} hits in the ticked files', hits);
}

function Files({ bundle }: { readonly bundle: Bundle }) {
  const { acts } = useApp();
  const [happened, setHappened] = useState('');
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  const [open, setOpen] = useState(bundle.files[0]?.name ?? '');
  const [word, setWord] = useState('');
  const saving = useTask<WrittenFiles | null>();
  const late = useLate(saving.busy);
  const typed: BundleFile | null =
    happened.trim() === '' ? null : { name: typedName, about: t('What you typed'), text: happened };
  const files = typed === null ? bundle.files : [...bundle.files, typed];
  const kept = files.filter(({ name }) => !leftOut.includes(name));
  const hits = kept.reduce((sum, { text }) => sum + hitsOf(text, word), 0);
  const shown = files.find(({ name }) => name === open);
  const save = (): void =>
    saving.run(() =>
      acts.saveBundle(bundle.id, {
        leaveOut: [...leftOut],
        happened: leftOut.includes(typedName) ? '' : happened,
      }),
    );
  return (
    <div className="bundle">
      <div className="stack">
        <TextBox
          label={t('What happened?')}
          help={t(
            'What you did, what you expected, what came instead. It goes into the bundle as you type it.',
          )}
          rows={4}
          value={happened}
          onChange={(text) => setHappened(text.slice(0, mostTyped))}
        />
        <TextField
          label={t('Is a word in it? For example the customer’s name')}
          value={word}
          onChange={setWord}
        />
        <p className={`small ${hits > 0 ? 'tone-fail' : 'sub'}`} role="status">
          {hits > 0 ? <Icon name="fail" /> : null} {foundWords(word, hits)}
        </p>
        <ul className="bundle-files box" aria-label={t('Files of the bundle')}>
          {files.map((file) => (
            <FileRow
              key={file.name}
              file={file}
              kept={kept.includes(file)}
              open={file.name === open}
              hits={hitsOf(file.text, word)}
              onKeep={(on) =>
                setLeftOut(on ? leftOut.filter((name) => name !== file.name) : [...leftOut, file.name])
              }
              onOpen={() => setOpen(file.name)}
            />
          ))}
        </ul>
        <div className="row-acts">
          <Act look="filled" icon="save" off={kept.length === 0} onAct={save}>
            {t('Save the bundle')}
          </Act>
          <span className="small sub">
            {kept.length === 0
              ? t('Tick at least one file.')
              : tn('{{count}} file goes into it.', '{{count}} files go into it.', kept.length)}
          </span>
        </div>
        {late ? (
          <p className="small sub" role="status">
            {t('Writing')}
          </p>
        ) : null}
        {saving.problem === null ? null : (
          <ProblemBanner problem={saving.problem} onClose={saving.closeProblem} />
        )}
        {saving.value === null ? null : (
          <section aria-label={t('The bundle is saved')}>
            <p role="status">
              <Icon name="confirmed" className="tone-pass" />{' '}
              {t('The bundle is saved. Send it as you send other files.')}
            </p>
            <WrittenList written={saving.value} />
          </section>
        )}
      </div>
      <section className="box bundle-content" aria-label={t('What is in the file')}>
        {shown === undefined ? null : (
          <>
            <h2 className="mono">{shown.name}</h2>
            <Content file={shown} word={word} />
          </>
        )}
      </section>
    </div>
  );
}

/** A support bundle: read it, leave out what should not go, and save it. Nothing is ever sent from here. */
export function BundlePage({ header }: { readonly header: ReactNode }) {
  const { acts } = useApp();
  const bundle = useTask(() => acts.makeBundle());
  const making = useLate(bundle.busy);
  return (
    <Page header={header} says={t('Nothing is sent by the program: it only writes the file that you save.')}>
      <div className="screen wide">
        <ScreenTop
          title={t('Support bundle')}
          acts={<Act onAct={() => acts.page('log')}>{t('To the log')}</Act>}
        >
          {t(
            'What helps others to find a fault of the program. Read each file here as it will be saved, and untick what should not go.',
          )}
        </ScreenTop>
        {bundle.problem === null ? null : <ProblemBanner problem={bundle.problem} />}
        {making ? (
          <p className="sub" role="status">
            {t('Gathering what goes into it')}
          </p>
        ) : null}
        {bundle.value === null ? null : <Files key={bundle.value.id} bundle={bundle.value} />}
      </div>
    </Page>
  );
}
