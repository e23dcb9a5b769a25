import { assertNever } from '../../shared/lib/assert-never.ts';
import { andList } from '../components/words.ts';
import type { Preview } from './preview.ts';
import { assumedEntries, neededRoles } from './preview.ts';
import { observedCount } from './run-progress.ts';
import type { OpenState } from './state.ts';
import { findingsOfStep } from './step-states.ts';
import { said } from '../i18n/said.ts';
import { t, tn } from '../i18n/t.ts';

/** The sentence beside Next: what is missing, and where to put it right. */
export interface FooterSentence {
  readonly tone: 'note' | 'unsure';
  readonly says: string;
  /** `target`: id of the element that takes the focus. */
  readonly link: { readonly words: string; readonly target: string } | null;
}

const noted = (says: string): FooterSentence => ({ tone: 'note', says, link: null });

function forSite({ history }: OpenState, preview: Preview): FooterSentence {
  const wrong = findingsOfStep(preview.findings, 'site')[0];
  if (wrong !== undefined) {
    return {
      tone: 'unsure',
      says: t('You can go on; documents and checks wait until this is put right.'),
      link: { words: t('Show it'), target: `field-${wrong.path}` },
    };
  }
  const { customer, technician } = history.present;
  const fields: readonly (readonly [string, string | undefined, string])[] = [
    ['the customer', customer?.name, 'customer-name'],
    ['the site', customer?.site, 'customer-site'],
    ['your name', technician?.name, 'technician-name'],
  ];
  const empty = fields.filter(([, text]) => (text ?? '').trim() === '');
  const first = empty[0];
  if (first === undefined) return noted(t('Everything that the documents need of the site is here.'));
  return {
    tone: 'unsure',
    says: t('You can go on: {{value}} can come later.', { value: andList(empty.map(([what]) => what)) }),
    link: { words: t('Show the first'), target: first[2] },
  };
}

function forDeployment(preview: Preview): FooterSentence {
  const wrong = findingsOfStep(preview.findings, 'deployment')[0];
  if (wrong !== undefined) {
    return {
      tone: 'unsure',
      says: t('You can go on; checks wait until each node has its addresses.'),
      link: { words: t('Show the first'), target: `field-${wrong.path}` },
    };
  }
  return assumedEntries(preview).length > 0
    ? noted(t('You can go on: assumed ports stay marked as assumed in the request.'))
    : noted(t('Mode and addresses are complete.'));
}

function forFeatures(preview: Preview): FooterSentence {
  const undecided = preview.rules.undecided[0];
  if (undecided !== undefined) {
    return {
      tone: 'unsure',
      says: t('{{title}}: the source names no {{missing}}. Choose, or the request stays a draft.', {
        title: undecided.title,
        missing: andList(undecided.missing),
      }),
      link: { words: t('Choose'), target: `undecided-${undecided.entry}` },
    };
  }
  const open = preview.rules.notAnswered.length;
  return open > 0
    ? noted(
        tn(
          '{{count}} feature not answered: off, and listed in the request as not answered.',
          '{{count}} features not answered: off, and listed in the request as not answered.',
          open,
        ),
      )
    : noted(t('Every feature is answered.'));
}

function forEndpoints({ paste }: OpenState, preview: Preview): FooterSentence {
  if (paste.text.trim() !== '') {
    return {
      tone: 'unsure',
      says: t('What is typed above is not added yet. It waits here while you go on.'),
      link: { words: t('Show it'), target: 'paste-box' },
    };
  }
  const wrong = findingsOfStep(preview.findings, 'endpoints')[0];
  if (wrong !== undefined) {
    return {
      tone: 'unsure',
      says: t('An address cannot be read. It makes no rule until it is put right.'),
      link: { words: t('Show it'), target: `field-${wrong.path}` },
    };
  }
  const missing = neededRoles(preview).filter((role) => role.missing !== null);
  const first = missing[0];
  if (first === undefined) return noted(t('Every role that is needed has an address.'));
  return {
    tone: 'unsure',
    says: tn(
      '{{count}} role has no address yet: {{roles}}.',
      '{{count}} roles have no address yet: {{roles}}.',
      missing.length,
      { roles: shortList(missing.map((role) => said(role.title))) },
    ),
    link: { words: t('Show the first'), target: `role-${first.role}` },
  };
}

function shortList(words: readonly string[]): string {
  return words.length <= 3
    ? andList(words)
    : t('{{some}} and {{count}} more', { some: words.slice(0, 2).join(', '), count: words.length - 2 });
}

function forRequest(open: OpenState, preview: Preview): FooterSentence {
  if (preview.findings.length > 0)
    return {
      tone: 'unsure',
      says: t('The request can be written once the site is put right.'),
      link: { words: t('Show what'), target: 'problem-banner' },
    };
  if (preview.rules.draft)
    return {
      tone: 'unsure',
      says: t('The request stays a draft until every address is in. Checks can run now.'),
      link: null,
    };
  if (open.request === null) return noted(t('The request is not saved yet. Checks can run before it is.'));
  return noted(t('The request is written. Checks can run as soon as the firewall team is done.'));
}

function forChecks({ run }: OpenState): FooterSentence {
  switch (run.kind) {
    case 'not-run':
      return {
        tone: 'unsure',
        says: t('Nothing was checked yet, so a report can only say not ready.'),
        link: { words: t('Show how to start'), target: 'start-checks' },
      };
    case 'running':
      return noted(t('You can leave this step: the run goes on, and the rail shows how far it is.'));
    case 'failed':
      return {
        tone: 'unsure',
        says:
          observedCount(run.progress) === 0
            ? t('The run stopped before anything was observed. Run it again when the cause is cured.')
            : t('The run stopped. What it saw until then is kept.'),
        link: null,
      };
    case 'finished':
      return run.cancelled
        ? { tone: 'unsure', says: t('The run was cancelled. What it saw until then is kept.'), link: null }
        : noted(t('The run is complete.'));
    default:
      return assertNever(run);
  }
}

function forReport({ report, signedBefore }: OpenState): FooterSentence {
  switch (report.kind) {
    case 'none':
    case 'reading':
      if (signedBefore !== null) return noted(t('The report is signed and saved.'));
      return { tone: 'unsure', says: t('There is no run to report on yet.'), link: null };
    case 'draft':
      return noted(t('The report is not signed yet. Finishing without it keeps the run.'));
    case 'signed':
      return noted(t('The report is signed and saved.'));
    default:
      return assertNever(report);
  }
}

/** What stands beside Next. Next itself is never disabled. */
export function footerOf(open: OpenState, preview: Preview): FooterSentence {
  switch (open.step) {
    case 'site':
      return forSite(open, preview);
    case 'deployment':
      return forDeployment(preview);
    case 'features':
      return forFeatures(preview);
    case 'endpoints':
      return forEndpoints(open, preview);
    case 'request':
      return forRequest(open, preview);
    case 'checks':
      return forChecks(open);
    case 'report':
      return forReport(open);
    default:
      return assertNever(open.step);
  }
}
