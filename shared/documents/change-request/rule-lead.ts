import { assumedMark, columns, plain, say, space, strong } from '../blocks.ts';
import type { Block, CheckBox, Run } from '../model.ts';
import { count, dateOf, longDigest } from '../words.ts';
import type { NumberedLine, RequestFacts } from './facts.ts';

/** What stands above the rule table: what kind of request it is, and what holds for every line. */

export function amountOf(facts: RequestFacts, kind: NumberedLine['change']['kind']): number {
  return facts.lines.filter(({ change }) => change.kind === kind).length;
}

/** Title of section 4 and what stands at its right. */
export function ruleHeading(facts: RequestFacts): readonly [string, string] {
  const { asks, lines, site } = facts;
  switch (asks.kind) {
    case 'request':
      return ['Rules to permit', `${count(lines.length, 'line')}, one line is one decision`];
    case 'delta':
      return [
        'Changes to the rules',
        `delta of revision ${site.request.revision} against revision ${asks.since.revision}`,
      ];
    case 'removal':
      return ['Rules to withdraw', count(lines.length, 'line')];
    case 'only-blocked':
      return [
        'Rules to permit, only blocked and untested',
        `${lines.length} of ${count(lines.length + asks.open.length, 'line')}`,
      ];
  }
}

/** The request in short, repeated where the decisions are made; a whole request says it on page 1 alone. */
export function leadBox(facts: RequestFacts): Block[] {
  const box = (left: readonly (string | Run)[], right: readonly (string | Run)[]): Block[] => [
    {
      kind: 'box',
      look: 'ruled',
      blocks: [columns(7, [1.1, [say('sentence', ...left)]], [1, [say('note', ...right)]])],
    },
    space(3),
  ];
  const { asks } = facts;
  switch (asks.kind) {
    case 'request':
      return [];
    case 'delta':
      return box(deltaSentence(facts), [
        strong('Unchanged: '),
        `${otherLines(facts)} Numbers count within this revision; the line id is the same in every revision. `,
        `Revision ${asks.since.revision}: made ${dateOf(asks.since.createdAt)}, JSON SHA-256 `,
        plain(`${longDigest(asks.since.sha256)}.`),
        ...asks.remarks.flatMap((text): Run[] => [plain(' '), strong(text)]),
      ]);
    case 'removal':
      return box(removalSentence(facts), [
        strong('Before you withdraw: '),
        'if one of your rules also serves other hosts, mark Keep and say so in the comment. ',
        strong('Effect and way back: '),
        'section 7.',
      ]);
    case 'only-blocked':
      return box(onlyBlockedSentence(facts), [
        strong('Blocked: '),
        'tried and did not work. ',
        strong('Not tested: '),
        'could not be tried before the change, so we do not know; please treat it like the others. ',
        strong('In full: '),
        'something of it works, but that does not prove all of it. Missing numbers are in annex A. ',
        `Based on report ${asks.report.id.slice(0, 8)} of ${dateOf(asks.report.createdAt)}, signed, JSON SHA-256 ${longDigest(asks.report.sha256)}.`,
        ...asks.remarks.map((text) => plain(` ${text}`)),
      ]);
  }
}

function otherLines(facts: RequestFacts): string {
  if (facts.asks.kind !== 'delta') return '';
  const { unchanged, since } = facts.asks;
  return unchanged.length === 0
    ? `no line of revision ${since.revision} stays as it was.`
    : `${count(unchanged.length, 'line')} of revision ${since.revision}, listed in annex F. Please leave ${unchanged.length === 1 ? 'it' : 'them'} as you decided.`;
}

export function deltaSentence(facts: RequestFacts): Run[] {
  if (facts.asks.kind !== 'delta') return [];
  const { since, unchanged } = facts.asks;
  const stay = `${count(unchanged.length, 'line')} ${unchanged.length === 1 ? 'stays' : 'stay'} as you decided.`;
  return [
    strong(`This revision asks only for what changed since revision ${since.revision}: `),
    plain(
      `${count(amountOf(facts, 'added'), 'line')} added, ${amountOf(facts, 'changed')} changed, ${amountOf(facts, 'removed')} removed. ${stay}`,
    ),
  ];
}

export function removalSentence(facts: RequestFacts): Run[] {
  const { supersedes } = facts.site.request;
  const made =
    supersedes === null || supersedes.trim() === ''
      ? 'that were asked for at this site'
      : `that request ${supersedes} asked for`;
  return [
    strong(`Please withdraw ${count(facts.lines.length, 'line')}`),
    plain(` ${made}. Please withdraw nothing else.${neverAsked(facts)}`),
  ];
}

function neverAsked({ asks }: RequestFacts): string {
  if (asks.kind !== 'removal' || asks.neverAsked === 0) return '';
  return ` ${count(asks.neverAsked, 'line')} of the site never had an address, and ${asks.neverAsked === 1 ? 'was' : 'were'} never permitted.`;
}

export function onlyBlockedSentence(facts: RequestFacts): Run[] {
  if (facts.asks.kind !== 'only-blocked') return [];
  const open = facts.asks.open.length;
  const blocked = facts.lines.filter(({ today }) => today === 'blocked').length;
  const partly = facts.lines.filter(({ today }) => today === 'in-part').length;
  const rest = facts.lines.length - blocked - partly;
  const inPart = partly === 0 ? '' : `, ${partly} not tested in full`;
  return [
    strong('Only what does not work yet. '),
    plain(
      `Of ${count(facts.lines.length + open, 'line')}, ${open} ${open === 1 ? 'works' : 'work'} already (annex A) and ${open === 1 ? 'is' : 'are'} not asked for. The other ${facts.lines.length} follow: ${blocked} blocked, ${rest} not tested${inPart}.`,
    ),
  ];
}

/** What holds for every line, and the box that decides on all of them. */
export function explanations(facts: RequestFacts): Block {
  const withdraws = facts.asks.kind === 'removal';
  return columns(
    5,
    [1.15, [say('note', ...everyLine(facts))]],
    [1.05, [say('note', ...columnWords(facts))]],
    [1.05, [say('note', ...markWords(facts))]],
    [
      0.8,
      [
        {
          kind: 'box',
          look: 'ruled',
          blocks: [
            say('cell', {
              kind: 'check-box',
              box: withdraws ? withdrawAll : approveAll,
              label: withdraws ? 'Withdraw every unmarked line' : 'Approve every unmarked line',
            }),
          ],
        },
      ],
    ],
  );
}

const approveAll: CheckBox = {
  group: 'decision.all',
  value: 'approve',
  tip: 'Approve every line that has no mark of its own',
  required: false,
};

const withdrawAll: CheckBox = {
  group: 'decision.all',
  value: 'withdraw',
  tip: 'Withdraw every line that has no mark of its own',
  required: false,
};

function everyLine({ asks }: RequestFacts): (string | Run)[] {
  if (asks.kind === 'removal')
    return [
      strong('For every line: '),
      'withdraw the permission as it is written here, from every firewall that has it. Nothing is to be permitted.',
    ];
  return [
    strong('For every line: '),
    'action permit; stateful, so replies need no line of their own; source port chosen by the initiator; address translation as your network needs it, please note it in the comment.',
  ];
}

function columnWords({ asks, site }: RequestFacts): (string | Run)[] {
  const inline = site.deployment === 'inline';
  const numbers =
    asks.kind === 'only-blocked' ? 'No. is the place in the full list' : 'No. is the place in this revision';
  return [
    strong('OUT'),
    ' the node starts the session. ',
    strong('IN'),
    ' the counterpart starts it. ',
    strong('LAN, WAN'),
    " the node's physical port",
    ...(inline ? ["; the node's address in a line is that of its port"] : []),
    `. The node's cell has a bar on its left. ${numbers}; the line id stays the same in every revision.`,
  ];
}

function markWords(facts: RequestFacts): (string | Run)[] {
  const { asks } = facts;
  const noAddress = 'A line without an address is not a request: please do not read it as "any".';
  switch (asks.kind) {
    case 'request':
      return [
        assumedMark,
        ` assumed by us: the vendor's table does not state it (annex D). No check was made before this request. ${noAddress}`,
      ];
    case 'delta':
      return [
        assumedMark,
        " assumed by us: the vendor's table does not state it (annex D). ",
        strong('Changed: '),
        `the new value is bold, the old one struck through; please withdraw the old one. ${amountOf(facts, 'removed') === 0 ? '' : 'The box at the right does not count for lines under Removed. '}No check was made before this request. ${noAddress}`,
      ];
    case 'removal':
      return [
        assumedMark,
        " assumed by us: the vendor's table does not state it (annex D). No check was made before this request.",
      ];
    case 'only-blocked':
      return [assumedMark, ` assumed by us: the vendor's table does not state it (annex D). ${noAddress}`];
  }
}
