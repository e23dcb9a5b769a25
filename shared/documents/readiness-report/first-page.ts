import { practiceSentence, readinessSentence } from '../../verdicts/readiness-sentence.ts';
import {
  cell,
  columns,
  faint,
  flexible,
  heading,
  pairs,
  plain,
  rightAligned,
  row,
  say,
  space,
  strong,
  table,
} from '../blocks.ts';
import type { Block, Cell, MarkShape, Row } from '../model.ts';
import { carriedExtent } from './carried-over.ts';
import { codeBlock } from './report-code.ts';
import { whoMustAct, type PageOneLimits } from './who-must-act.ts';
import { count, given, levelWord, listed, longDigest, utcSpan, utcTime } from '../words.ts';
import { markWord, shortList, unitsOf, type NumberedRule, type ReportFacts } from './facts.ts';

/** From what it should show to what always fits. */
const limits: readonly PageOneLimits[] = [
  { actors: 5, advice: 3, nodes: 4, takenAway: 3, name: 1000, numbers: 12, gapMm: 3 },
  { actors: 5, advice: 1, nodes: 4, takenAway: 2, name: 1000, numbers: 12, gapMm: 3 },
  { actors: 3, advice: 1, nodes: 2, takenAway: 1, name: 200, numbers: 6, gapMm: 2 },
  { actors: 2, advice: 1, nodes: 1, takenAway: 0, name: 120, numbers: 4, gapMm: 2 },
  { actors: 2, advice: 0, nodes: 1, takenAway: 0, name: 80, numbers: 3, gapMm: 1 },
  { actors: 1, advice: 0, nodes: 1, takenAway: 0, name: 40, numbers: 2, gapMm: 0.5 },
];

/** Page 1, always one page: the verdict, the counts, who must act, what was checked, and what the report does not say. */
export function firstPage(facts: ReportFacts): Block {
  return { kind: 'one-page', choices: limits.map((limit) => pageOne(facts, limit)) };
}

function pageOne(facts: ReportFacts, limit: PageOneLimits): Block[] {
  const nodes = facts.report.site.nodes.map(({ name }) => name);
  const most = limit.nodes === 4 ? 6 : limit.nodes;
  const shown =
    nodes.length > most
      ? `${nodes.slice(0, most).join(', ')} and ${nodes.length - most} more`
      : listed(nodes);
  return [
    say('title', 'Readiness report'),
    say(
      'subtitle',
      `Firewall paths of the storage ${nodes.length === 1 ? 'node' : 'nodes'} ${shown}, as checked from the node and from its counterparts`,
    ),
    space(limit.gapMm),
    ...(facts.report.practice
      ? [{ kind: 'box', look: 'dashed', blocks: [say('value', strong(practiceSentence))] } as const]
      : []),
    ...redacted(facts),
    verdictBox(facts, limit),
    space(limit.gapMm + 1),
    countsTable(facts),
    say('note', weakNote(facts)),
    ...takenAway(facts, limit),
    space(limit.gapMm),
    heading(null, 'Who must act', 'before the node goes into service', 'who-must-act'),
    ...whoMustAct(facts, limit),
    space(limit.gapMm),
    heading(null, 'What was checked', null, 'what-was-checked'),
    whatWasChecked(facts, limit),
    space(limit.gapMm),
    heading(null, 'What this report does not say', null, 'limits'),
    say(
      'body',
      'It shows what was reachable at the time given. It does not show that the network stays so, that no other path is open, or that the services behind the ports work well. It proves who signed it and that it was not changed since; it cannot prove that the network told the truth.',
    ),
    { kind: 'at-foot', blocks: [{ kind: 'rule' }, signatureStrip(facts, limit)] },
  ];
}

function redacted({ report: { redactedFrom } }: ReportFacts): Block[] {
  if (redactedFrom === null) return [];
  return [
    {
      kind: 'box',
      look: 'dashed',
      blocks: [
        say(
          'value',
          strong('Redacted copy: '),
          `addresses and names are replaced consistently. The original is report ${redactedFrom.id}, SHA-256`,
        ),
        say('mono', longDigest(redactedFrom.sha256)),
      ],
    },
  ];
}

/** A name as it was given, unless page 1 has no room for it. */
function named(text: string, { name }: PageOneLimits): string {
  return text.length > name ? 'long; in the JSON' : given(text);
}

const verdictWords = {
  ready: 'Ready',
  'ready-with-exceptions': 'Ready with exceptions',
  'not-ready': 'Not ready',
} as const;
const verdictMarks = { ready: 'ready', 'ready-with-exceptions': 'exceptions', 'not-ready': 'fail' } as const;

function verdictBox(facts: ReportFacts, limit: PageOneLimits): Block {
  const { readiness, practice } = facts.report;
  const mark: MarkShape = practice ? 'exceptions' : verdictMarks[readiness];
  const word = practice ? 'Practice: never ready' : verdictWords[readiness];
  return {
    kind: 'box',
    look: 'verdict',
    blocks: [
      {
        kind: 'columns',
        gapMm: 5,
        middle: true,
        columns: [
          {
            share: 1,
            blocks: [
              // The mark is higher than its line: half of the rest above, half below.
              space(3.45),
              { kind: 'paragraph', style: 'verdict', runs: [{ kind: 'mark', mark, sizeMm: 15, says: word }] },
              space(3.45),
            ],
          },
          { share: 8.6, blocks: [say('verdict', strong(word)), say('sentence', sentenceOf(facts, limit))] },
        ],
      },
    ],
  };
}

function sentenceOf(facts: ReportFacts, { nodes }: PageOneLimits): string {
  const { uncheckedNodes } = facts.summary;
  const more = uncheckedNodes.length - nodes;
  const shown = more > 0 ? [...uncheckedNodes.slice(0, nodes), `${more} more`] : uncheckedNodes;
  const sentence = readinessSentence({ ...facts.summary, uncheckedNodes: shown });
  // The practice box above says the rest.
  return facts.report.practice ? sentence.replace(`${practiceSentence} `, '') : sentence;
}

type Heading = Exclude<NumberedRule['mark'], 'weak'>;

const headings: readonly Heading[] = ['pass', 'attested', 'waived', 'inconclusive', 'fail'];

function countsTable(facts: ReportFacts): Block {
  const { required } = facts.summary;
  const bold = (amount: number): Cell => cell(say('cell', strong(`${amount}`)));
  const rows: Row[] = [
    row(
      cell(say('cell', strong(levelWord('required')))),
      ...headings.map((name) => bold(required[name])),
      bold(required.total),
    ),
    ...(['optional', 'as-published'] as const).map((level) => {
      const marks = unitsOf(facts, level).map((mark) => (mark === 'weak' ? 'pass' : mark));
      return row(
        cell(say('cell', strong(levelWord(level)))),
        ...headings.map((name) => bold(marks.filter((mark) => mark === name).length)),
        bold(marks.length),
      );
    }),
  ];
  const head = row(
    cell(say('cell', strong('Rules'))),
    ...headings.map((name): Cell => ({
      blocks: [
        {
          kind: 'paragraph',
          style: 'cell',
          runs: [{ kind: 'mark', mark: name, sizeMm: 3, says: '' }, plain(' '), strong(markWord(name))],
        },
      ],
    })),
    cell(say('cell', strong('All'))),
  );
  const columnsOf = [
    flexible(1.1),
    ...headings.map(() => rightAligned(flexible(1))),
    rightAligned(flexible(0.6)),
  ];
  return table('Rules by need and verdict', columnsOf, [head, ...rows]);
}

function weakNote(facts: ReportFacts): string {
  const weak = facts.rules.filter(({ mark }) => mark === 'weak').map(({ number }) => number);
  const groups = facts.groups.length === 0 ? '' : ' A set of rules of which one is enough counts once.';
  const tail =
    weak.length === 0
      ? ''
      : ` Of the passes, ${weak.length} (${count(weak.length, 'rule').replace(/^\d+ /, '')} ${shortList(weak)}) ${weak.length === 1 ? 'is' : 'are'} weaker: the port opened, but the service could not be asked.`;
  return `Attested: a person vouches for it. Waived: a person accepts the gap, until a date. Neither counts as a pass.${groups}${tail}`;
}

function takenAway(facts: ReportFacts, { takenAway: most }: PageOneLimits): Block[] {
  const { takenAway: taken } = facts.report;
  if (taken.length === 0) return [];
  const shown = taken
    .slice(0, most)
    .map(({ entry, what, by, reason }) => `${entry}, ${what}: by ${given(by)}, ${shorten(given(reason))}`);
  const more = taken.length > most ? [`${most === 0 ? '' : 'and '}${taken.length - most} in the JSON`] : [];
  return [say('note', strong(`Taken away by a person: ${taken.length}. `), [...shown, ...more].join('; '))];
}

function shorten(text: string): string {
  return text.length > 160 ? 'reason in the JSON' : text;
}

function whatWasChecked(facts: ReportFacts, limit: PageOneLimits): Block {
  const { report } = facts;
  const { customer, request, technician, nodes, deployment } = report.site;
  const mode = deployment === 'inline' ? 'Inline' : 'One-Arm';
  const nodeTexts = nodes
    .slice(0, limit.nodes)
    .map(({ name, lan }) => say('value', `${name}, ${lan.address.split('/')[0] ?? ''}, ${mode}`));
  const more = nodes.length > limit.nodes ? [say('value', `and ${nodes.length - limit.nodes} more`)] : [];
  const vantages = new Set(
    report.checks.map(({ vantage }) => `${vantage.kind} ${vantage.node} ${vantage.address ?? ''}`),
  ).size;
  const number =
    request.number.trim() === '' ? 'no number given' : `${request.number}, revision ${request.revision}`;
  const ticket = customer.ticket.trim() === '' ? '' : `, your ticket ${named(customer.ticket, limit)}`;
  const carried = carriedExtent(report);
  return columns(
    8,
    [
      1,
      [
        pairs(24, [
          ['Customer', named(customer.name, limit)],
          ['Site', named(customer.site, limit)],
          [nodes.length === 1 ? 'Node' : 'Nodes', [...nodeTexts, ...more]],
        ]),
      ],
    ],
    [
      1,
      [
        pairs(24, [
          ['Request', `${number}${ticket}`],
          [
            'Checked',
            [
              say('value', utcSpan(report.startedAt, report.createdAt)),
              ...(report.cancelled ? [say('value', strong('The run was cancelled before its end.'))] : []),
            ],
          ],
          [
            'Extent',
            `${count(report.rules.length, 'rule')}, ${count(report.checks.length, 'check')}, ${count(nodes.length, 'node')}, ${count(vantages, 'vantage point')}`,
          ],
          ...(carried === null ? [] : [['Carried over', carried] as const]),
          [
            'By',
            named(
              [technician.name, technician.company].filter((text) => text.trim() !== '').join(', '),
              limit,
            ),
          ],
        ]),
      ],
    ],
  );
}

function signatureStrip(facts: ReportFacts, limit: PageOneLimits): Block {
  const { report, sha256 } = facts;
  const { signer, createdAt } = report;
  const rows = pairs(30, [
    [
      'Signed by',
      say(
        'value',
        strong(named(signer.name, limit)),
        `, ${named(signer.email, limit)}, ${utcTime(createdAt)}`,
      ),
    ],
    ['Key fingerprint', say('mono', given(signer.fingerprint))],
    ['Digest of the JSON', say('mono', longDigest(sha256))],
    [
      'Verify',
      {
        kind: 'paragraph',
        style: 'value',
        runs: [
          plain('page '),
          { kind: 'page-of', anchor: 'signature' },
          faint(', with OpenSSH and the public key of the signer'),
        ],
      },
    ],
    ['QR code', 'digest and key fingerprint, as text'],
  ]);
  return columns(4, [149, [rows]], [25, [codeBlock(report, sha256, 25)]]);
}
