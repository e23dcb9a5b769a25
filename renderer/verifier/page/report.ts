import { count, given, levelWord, utcSpan, utcTime } from '../../../shared/documents/words.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { NodeRecord } from '../../../shared/results/types.ts';
import type { ReportView } from '../report-view.ts';
import type { Child } from './dom.ts';
import { el, pairs } from './dom.ts';
import type { Mark } from './marks.ts';
import { markState, readinessState } from './marks.ts';
import { rulesSection } from './rules.ts';

function readiness({ report, sentence }: ReportView): Child {
  return el(
    'div',
    { class: 'readiness' },
    readinessState(report.readiness, report.practice),
    el('p', {}, sentence),
  );
}

const headings: readonly Exclude<Mark, 'weak'>[] = ['pass', 'attested', 'waived', 'inconclusive', 'fail'];

function counts(view: ReportView): HTMLElement {
  const rows = (['required', 'optional', 'as-published'] as const).map((level) => {
    const row = view.counts[level];
    const total = headings.reduce((sum, mark) => sum + row[mark], 0);
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, levelWord(level)),
      headings.map((mark) => el('td', {}, `${row[mark]}`)),
      el('td', {}, `${total}`),
    );
  });
  return el(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Rules by need and verdict' },
    el(
      'table',
      { class: 'counts' },
      el('caption', { class: 'unseen' }, 'Rules by need and verdict'),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, 'Rules'),
          headings.map((mark) => el('th', { scope: 'col' }, markState(mark))),
          el('th', { scope: 'col' }, 'All'),
        ),
      ),
      el('tbody', {}, rows),
    ),
  );
}

function facts({ report }: ReportView): HTMLElement {
  const { customer, request, technician, deployment } = report.site;
  const carried = report.checks.filter(({ carriedOverFrom }) => carriedOverFrom !== null).length;
  return pairs([
    ['Customer', given(customer.name)],
    ['Site', given(customer.site)],
    [
      'Request',
      request.number.trim() === '' ? 'no number given' : `${request.number}, revision ${request.revision}`,
    ],
    ['Ticket', given(customer.ticket)],
    ['Mode', deployment === 'inline' ? 'Inline' : 'One-Arm'],
    [
      'Checked',
      `${utcSpan(report.startedAt, report.createdAt)}${report.cancelled ? '. The run was cancelled before its end.' : ''}`,
    ],
    [
      'Extent',
      `${count(report.rules.length, 'rule')}, ${count(report.checks.length, 'check')}, ${count(report.site.nodes.length, 'node')}`,
    ],
    ...(carried === 0 ? [] : [['Carried over', carriedOver(report, carried)] as const]),
    [
      'By',
      [technician.name, technician.company].filter((text) => text.trim() !== '').join(', ') || 'not given',
    ],
    ['Signed by', `${given(report.signer.name)}, ${given(report.signer.email)}, as the report says`],
    [
      'Software',
      `Gatecheck ${report.software.version}, catalogue ${report.catalog.id} ${report.catalog.version}`,
    ],
    ['Report', el('span', { class: 'mono' }, report.id)],
  ]);
}

function carriedOver({ carriedFrom }: Report, checks: number): Child {
  const from = carriedFrom.map(({ id, createdAt }) => `${id.slice(0, 8)} of ${utcTime(createdAt)}`);
  return `${count(checks, 'check')} made in an earlier run: report ${from.join('; ')}. Each is marked.`;
}

const trustWords = {
  accepted: 'accepted by the person who ran the checks, and kept',
  'known-hosts': 'found in known_hosts',
  given: 'given on the command line',
  'site-file': 'pinned in the site file',
  'accepted-this-run': 'accepted for this run only',
} as const;

function clockText({ clock }: NodeRecord): string {
  if (clock === null) return 'not told';
  const { offsetMs, uncertaintyMs } = clock;
  const way = offsetMs < 0 ? 'behind' : 'ahead of';
  return `${Math.abs(Math.round(offsetMs))} ms ${way} the laptop's, give or take ${Math.round(uncertaintyMs)} ms`;
}

function nodes({ report }: ReportView): Child {
  const addresses = new Map(report.site.nodes.map((node) => [node.name, node.lan.address]));
  return [
    el('h3', {}, report.nodes.length === 1 ? 'The node' : 'The nodes'),
    report.nodes.map((node) =>
      pairs([
        [node.name, addresses.get(node.name) ?? 'not of this site'],
        [
          'Host key',
          node.hostKey === null
            ? 'never reached'
            : [
                el('span', { class: 'mono wrap' }, node.hostKey),
                ` ${node.hostKeyTrust === null ? '' : trustWords[node.hostKeyTrust]}`,
              ],
        ],
        ['Clock', clockText(node)],
        ...(node.failure === null ? [] : [['Not checked', el('strong', {}, node.failure)] as const]),
      ]),
    ),
  ];
}

function decisions({ report }: ReportView): Child {
  const { createdAt, attestations, waivers, takenAway } = report;
  const ended = (expires: string | null): string =>
    expires === null
      ? 'no end'
      : expires <= createdAt
        ? `ended ${utcTime(expires)}, so it does not count`
        : `until ${utcTime(expires)}`;
  const list = (title: string, items: readonly Child[]): Child =>
    items.length === 0
      ? null
      : [
          el('h3', {}, `${title} (${items.length})`),
          el(
            'ul',
            { class: 'decisions' },
            items.slice(0, 500).map((item) => el('li', {}, item)),
          ),
        ];
  return [
    list(
      'Attested: a person vouches for it, no check proved it',
      attestations.map(({ rule, by, how, at, expires }) => [
        el('span', { class: 'mono wrap' }, rule),
        `: ${by}, ${utcTime(at)}, ${ended(expires)}. ${how}`,
      ]),
    ),
    list(
      'Waived: a person accepts the gap',
      waivers.map(({ rule, by, reason, at, expires }) => [
        el('span', { class: 'mono wrap' }, rule),
        `: ${by}, ${utcTime(at)}, ${ended(expires)}. ${reason}`,
      ]),
    ),
    list(
      'Taken away by a person: these were required',
      takenAway.map(
        ({ entry, what, how, by, reason }) => `${entry}, ${what} (${how}): ${given(by)}. ${given(reason)}`,
      ),
    ),
  ];
}

/** The report for a person: the verdict first, then what it rests on, rule by rule. */
export function reportSection(view: ReportView): HTMLElement {
  const { customer } = view.report.site;
  return el(
    'section',
    { class: 'card report', 'aria-labelledby': 'report-title' },
    el('h2', { id: 'report-title' }, `Readiness report: ${given(customer.site)}, ${given(customer.name)}`),
    readiness(view),
    counts(view),
    el(
      'p',
      { class: 'sub' },
      'Attested and waived rules never count as passed. Optional rules and those as published do not count for the verdict.',
    ),
    facts(view),
    nodes(view),
    decisions(view),
    rulesSection(view),
    el(
      'p',
      { class: 'sub' },
      'It shows what was reachable at the time given. It does not show that the network stays so, that no other path is open, or that the services behind the ports work well.',
    ),
  );
}
