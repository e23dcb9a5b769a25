import { version } from '../../../shared/lib/version.ts';
import type { Embedded } from '../embedded.ts';
import { readEmbedded } from '../embedded.ts';
import type { GivenFile } from '../given-file.ts';
import { readFiles, whyNotRead } from '../given-file.ts';
import type { Verified, VerifiedReport } from '../verify-files.ts';
import { verifyBeside } from '../verifying.ts';
import type { Child } from './dom.ts';
import { el, fill, icon } from './dom.ts';
import { fingerprintSection } from './fingerprint.ts';
import { intake } from './intake.ts';
import { reportSection } from './report.ts';
import { banners, chain, lines, resultState, verdict } from './result.ts';
import { followSystemTheme } from './theme.ts';
import { trustSection } from './trust.ts';

function element(id: string): Element {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no ${id}.`);
  return found;
}

function mark(): SVGSVGElement {
  const image = icon('verify');
  image.setAttribute('class', 'icon mark');
  return image;
}

/** Several reports at once: each with its result, one of them shown. */
function choiceOf(reports: readonly VerifiedReport[], shown: number, choose: (index: number) => void): Child {
  if (reports.length < 2) return null;
  return el(
    'nav',
    { class: 'card', 'aria-labelledby': 'choice-title' },
    el('h2', { id: 'choice-title' }, `${reports.length} reports`),
    el(
      'ul',
      { class: 'choices' },
      reports.map((report, index) =>
        el(
          'li',
          {},
          el(
            'button',
            {
              type: 'button',
              class: 'button plain',
              'aria-current': index === shown ? 'true' : 'false',
              onclick: () => choose(index),
            },
            report.result.file,
          ),
          ' ',
          resultState(report),
        ),
      ),
    ),
  );
}

function notes(texts: readonly string[]): Child {
  if (texts.length === 0) return null;
  return el(
    'ul',
    { class: 'notes card' },
    texts.slice(0, 50).map((text) => el('li', {}, text)),
  );
}

/** The content of a report that did not verify is shown on demand only: it may say anything. */
function content(shown: VerifiedReport): Child {
  const { view, result } = shown;
  if (view === null) return null;
  if (result.result !== 'invalid') return reportSection(view);
  const place = el('div', {});
  const button = el(
    'button',
    {
      type: 'button',
      class: 'button plain',
      onclick: () => {
        fill(
          place,
          el(
            'p',
            { class: 'banner fail' },
            icon('fail'),
            el('strong', {}, 'INVALID. What follows may be anything.'),
          ),
          reportSection(view),
        );
        button.remove();
      },
    },
    'Show what it says all the same',
  );
  return el('div', {}, button, place);
}

/** Licences of the libraries in this page, from the page's own template. */
function licences(): HTMLElement {
  const text = document.querySelector<HTMLTemplateElement>('#licences')?.content.textContent ?? '';
  return el(
    'details',
    { class: 'licences' },
    el('summary', {}, 'Libraries in this page, and their licences'),
    el(
      'div',
      { class: 'licence-text' },
      text.split('\n').map((line) => [line, el('br')]),
    ),
  );
}

/** Builds the page; `script` is its own text, for the worker. */
export function startPage(script: string): void {
  followSystemTheme();
  const embedded = readEmbedded(element('embedded').textContent);
  const outcome = el('div', { id: 'outcome' });
  const status = el('p', { role: 'status', class: 'status' });
  const trust = el('div', {});
  let latest = new AbortController();

  const showTrust = (shown: VerifiedReport | null, own: readonly GivenFile[]): void => {
    fill(trust, trustSection(embedded.kind === 'report' ? embedded.verifier : null, shown, own));
  };

  const show = (verified: Verified, index: number, own: readonly GivenFile[], focus: boolean): void => {
    const shown = verified.reports[index];
    if (shown === undefined) {
      fill(
        outcome,
        notes(verified.notes),
        el(
          'p',
          { class: 'card' },
          'There is no report among these files: choose NAME.readiness.json and its signature.',
        ),
      );
      showTrust(null, own);
      return;
    }
    fill(
      outcome,
      banners(shown),
      verdict(shown),
      choiceOf(verified.reports, index, (next) => show(verified, next, own, true)),
      shown.result.signer === null || shown.signedWith === null || shown.result.result === 'invalid'
        ? null
        : fingerprintSection(shown.signedWith, shown.result.signer.known),
      lines(shown),
      chain(shown),
      notes(verified.notes),
      content(shown),
    );
    showTrust(shown, own);
    if (focus) document.getElementById('verdict-title')?.focus();
  };

  const verify = async (
    files: readonly GivenFile[],
    extra: readonly string[],
    own: readonly GivenFile[],
    focus: boolean,
  ): Promise<void> => {
    latest.abort();
    const mine = new AbortController();
    latest = mine;
    fill(outcome);
    fill(status, 'Verifying …');
    try {
      const verified = await verifyBeside(script, files, own[0]?.name ?? null, mine.signal);
      if (mine.signal.aborted) return;
      fill(status);
      show({ ...verified, notes: [...verified.notes, ...extra] }, 0, own, focus);
    } catch (error) {
      if (mine.signal.aborted) return;
      fill(
        status,
        `Not verified: ${error instanceof Error ? error.message : String(error)} Do not rely on these files.`,
      );
    }
  };

  const take = (files: readonly File[]): void => {
    const why = whyNotRead(files);
    if (why !== null) {
      fill(outcome);
      fill(status, why);
      return;
    }
    readFiles(files).then(
      (given) => verify(given, [], [], true),
      () => fill(status, 'The files cannot be read. Folders cannot be dropped here, only files.'),
    );
  };

  fill(element('page'), [
    el(
      'header',
      {},
      mark(),
      el('h1', {}, 'Gatecheck verifier'),
      el('span', { class: 'sub' }, `version ${version}`),
    ),
    el('main', {}, status, outcome, intake(take), trust),
    el('footer', {}, licences()),
  ]);
  showTrust(null, []);
  start(embedded, status, (files, leftOut) => void verify(files, leftOut, files, false));
}

function start(
  embedded: Embedded,
  status: Element,
  verify: (files: readonly GivenFile[], leftOut: readonly string[]) => void,
): void {
  if (embedded.kind === 'broken')
    fill(
      status,
      'The report that came with this page cannot be read: the page was changed. Do not rely on it.',
    );
  if (embedded.kind === 'report') verify(embedded.files, embedded.leftOut);
}
