import type { VerifyAnswer, VerifyLine, VerifyResult } from '../../../shared/report/types.ts';
import { headlineOf } from '../headline.ts';
import type { ChainLink, VerifiedReport } from '../verify-files.ts';
import { utcTime } from '../../../shared/documents/words.ts';
import type { Child, Tone } from './dom.ts';
import { el, icon, state } from './dom.ts';
import { readinessState } from './marks.ts';

interface Look {
  readonly tone: Tone;
  readonly shape: string;
}

const answerLooks: Readonly<Record<VerifyAnswer, Look & { readonly word: string }>> = {
  valid: { tone: 'pass', shape: 'confirmed', word: 'valid' },
  invalid: { tone: 'fail', shape: 'fail', word: 'INVALID' },
  'cannot-tell': { tone: 'unsure', shape: 'inconclusive', word: 'cannot tell' },
};

const resultLooks: Readonly<Record<VerifyResult['result'], Look>> = {
  valid: { tone: 'pass', shape: 'confirmed' },
  intact: { tone: 'unsure', shape: 'inconclusive' },
  invalid: { tone: 'fail', shape: 'fail' },
};

/** Word and shape of a verification, for a list of several. */
export function resultState({ result }: VerifiedReport): HTMLElement {
  const { tone, shape } = resultLooks[result.result];
  return state(tone, shape, headlineOf(result).word);
}

/** What stands above everything else: practice, and copies in which names were replaced. */
export function banners({ result, view }: VerifiedReport): Child {
  const redacted = view?.report.redactedFrom ?? null;
  return [
    result.practice
      ? el(
          'p',
          { class: 'banner' },
          icon('practice'),
          el('span', {}, el('strong', {}, 'PRACTICE. '), 'No real network was checked. This is never ready.'),
        )
      : null,
    redacted === null
      ? null
      : el(
          'p',
          { class: 'banner' },
          icon('info'),
          el(
            'span',
            {},
            el('strong', {}, 'REDACTED. '),
            `Addresses and names in this copy were replaced. It was made from report ${redacted.id.slice(0, 8)}, whose JSON has the SHA-256 `,
            el('span', { class: 'mono' }, redacted.sha256),
            '.',
          ),
        ),
  ];
}

/** The verification in one sentence, the first thing that is read. */
export function verdict({ result }: VerifiedReport): HTMLElement {
  const { word, sentence } = headlineOf(result);
  const { tone, shape } = resultLooks[result.result];
  const readiness =
    result.readiness === null || result.result === 'invalid'
      ? null
      : el('p', { class: 'says' }, 'What it says: ', readinessState(result.readiness, result.practice));
  return el(
    'section',
    { class: `verdict card tone-${tone}`, 'aria-labelledby': 'verdict-title' },
    icon(shape),
    el(
      'div',
      {},
      el('h2', { id: 'verdict-title', tabindex: '-1' }, `${word}.`),
      el('p', {}, sentence),
      readiness,
      el('p', { class: 'sub' }, `File: ${result.file}`),
    ),
  );
}

/** A line that a later version adds shows under its own name. */
const names: Readonly<Partial<Record<string, string>>> = {
  signature: 'Signature',
  signer: 'Signer',
  schema: 'Schema',
  'canonical-form': 'Canonical form',
  catalogue: 'Catalogue',
  rules: 'Rules',
  verdicts: 'Verdicts',
  readiness: 'Readiness',
  previous: 'Report before',
  pdf: 'PDF',
  'pdf-signature': 'Signature in the PDF',
  'carried-over': 'Carried over',
  redaction: 'Redaction',
};

function findings(line: VerifyLine): Child {
  if (line.findings.length === 0) return null;
  return el(
    'ul',
    { class: 'findings' },
    line.findings.map(({ path, message, cure }) =>
      el(
        'li',
        {},
        path === '' ? null : [el('span', { class: 'mono' }, path), ': '],
        message,
        cure === undefined ? null : ` ${cure}`,
      ),
    ),
  );
}

const libraries: Readonly<Record<NonNullable<VerifiedReport['checkedBy']>, string>> = {
  browser: 'Computed by this browser (WebCrypto).',
  library: 'Computed by the library in this page (@noble/curves), because this browser has no such function.',
};

/** Each question on a line of its own, as `gatecheck verify` answers them. */
export function lines({ result, checkedBy }: VerifiedReport): HTMLElement {
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'lines-title' },
    el('h2', { id: 'lines-title' }, 'What was looked at'),
    el(
      'ul',
      { class: 'lines' },
      result.lines.map((line) => {
        const { tone, shape, word } = answerLooks[line.answer];
        const how = line.what === 'signature' && checkedBy !== null ? ` ${libraries[checkedBy]}` : '';
        return el(
          'li',
          { 'data-what': line.what, 'data-answer': line.answer },
          el('span', { class: 'what' }, names[line.what] ?? line.what),
          state(tone, shape, word),
          el('div', { class: 'says' }, `${line.says}${how}`, findings(line)),
        );
      }),
    ),
  );
}

function chainState(link: ChainLink): HTMLElement {
  switch (link.kind) {
    case 'missing':
      return state('unsure', 'inconclusive', 'not here');
    case 'altered':
      return state('fail', 'fail', 'ALTERED');
    case 'here':
      return link.result === 'invalid'
        ? state('fail', 'fail', 'INVALID')
        : state(
            link.result === 'valid' ? 'pass' : 'unsure',
            link.result === 'valid' ? 'confirmed' : 'inconclusive',
            link.result === 'valid' ? 'valid' : 'intact, signer unknown',
          );
  }
}

function chainSays(link: ChainLink): string {
  const name = `Report ${link.id.slice(0, 8)}`;
  switch (link.kind) {
    case 'missing':
      return `${name} is not among the files. What came before it is not known here.`;
    case 'altered':
      return `${name} is here (${link.file}), but with another content than the report after it names.`;
    case 'here':
      return `${name} of ${utcTime(link.createdAt)} (${link.file}) is here with the very content that the report after it names.`;
  }
}

/** The reports before, back to the first one, or to the first one that is not here. */
export function chain({ links }: VerifiedReport): Child {
  if (links.length === 0) return null;
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'chain-title' },
    el('h2', { id: 'chain-title' }, 'The reports before'),
    el(
      'ol',
      { class: 'lines' },
      links.map((link, index) =>
        el(
          'li',
          { 'data-chain': link.kind },
          el('span', { class: 'what' }, `${index + 1} before`),
          chainState(link),
          el('div', { class: 'says' }, chainSays(link)),
        ),
      ),
    ),
  );
}
