import { messageInWords, placeInWords } from '../../site/place-words.ts';
import { unique } from '../../lib/order.ts';
import type { CatalogNote } from '../../catalog/schema.ts';
import {
  assumedMark,
  cell,
  columns,
  flexible,
  heading,
  pairs,
  plain,
  row,
  say,
  space,
  strong,
  table,
} from '../blocks.ts';
import type { Block, Paragraph, Row } from '../model.ts';
import { given, levelWord, listed, longDigest, ranges } from '../words.ts';
import { annexOpen } from './annex-open.ts';
import { annexUnchanged } from './annex-unchanged.ts';
import { numbersOf } from './cover.ts';
import type { NumberedLine, RequestFacts } from './facts.ts';

/** Annexes A to E: what backs the lines. */
export function annexes(facts: RequestFacts, requestDigest: string): Block[] {
  return [
    { kind: 'page-break' },
    ...annexOpen(facts),
    space(3),
    heading('B', 'What our test sends beside the lines', null, 'section-B'),
    ...(facts.asks.kind === 'removal'
      ? [say('body', 'Nothing: a removal is not tested before.')]
      : [columns(6, [1, [negativeControl(facts)]], [1, [access(facts)]])]),
    space(3),
    columns(6, [1, whereFrom(facts, requestDigest)], [1, assumed(facts)]),
    space(3),
    heading(
      'E',
      "Notes on the vendor's table",
      'notes only, nothing was changed because of them',
      'section-E',
    ),
    ...(facts.asks.kind === 'removal'
      ? [say('body', 'None: a removal asks for nothing from the table.')]
      : notes(facts)),
    ...annexUnchanged(facts),
  ];
}

function negativeControl(facts: RequestFacts): Paragraph {
  return facts.site.checks.negativeControl
    ? say(
        'note',
        strong('Negative control. '),
        'To find devices that answer for everyone, we try each tested TCP port once towards one address out of 192.0.2.0/24, 198.51.100.0/24 or 203.0.113.0/24: networks set aside for documentation (RFC 5737), in which no host may stand. A network that your site uses is left out. If that "connects", an open port proves nothing, and the report says so. Please do not permit these addresses. We can leave this test out on request.',
      )
    : say(
        'note',
        strong('Negative control. '),
        'Switched off for this site: nothing is sent beside the lines.',
      );
}

function access(facts: RequestFacts): Paragraph {
  const hosts = facts.site.nodes.map(({ name, ssh }) => {
    if (ssh === undefined) return `${name} (access not given yet)`;
    const jump = ssh.jump.map((hop) => `${hop.host}, TCP ${hop.port}`);
    return `${ssh.host}, TCP ${ssh.port}${jump.length === 0 ? '' : `, over ${listed(jump)}`}`;
  });
  const own = facts.lines.filter(({ line }) => line.temporary).map(({ number }) => number);
  const asked =
    own.length === 0
      ? 'If you filter there, please tell us; it is not part of section 4.'
      : `Line ${ranges(own)} of section 4 asks for it, for a limited time.`;
  return say(
    'note',
    strong('Our access to the node. '),
    `The test is run over SSH from the technician's laptop to ${listed(hosts)}. ${asked} Nothing is installed on the node and nothing is left behind.`,
  );
}

function whereFrom(facts: RequestFacts, requestDigest: string): Block[] {
  const { catalog, ruleSet } = facts;
  const source = catalog.entries.filter(({ origin }) => origin === 'source');
  const state = new Map(ruleSet.entries.map((entry) => [entry.entry, entry]));
  const used = source.filter(({ id }) => state.get(id)?.on === true);
  const left = source.filter(({ id }) => state.get(id)?.on !== true);
  const ours = facts.lines.filter(({ line }) => line.why.origin === 'ours').map(({ number }) => number);
  const custom = facts.lines.filter(({ line }) => line.why.origin === 'custom');
  const vendor = Object.values(catalog.roles).filter(({ knownBy }) => knownBy === 'vendor');
  return [
    heading('C', 'Where the lines come from', null, 'section-C'),
    pairs(34, [
      [
        'Source',
        `${catalog.source.publisher}, ${catalog.source.title}, table of ${source.length} entries, retrieved on ${catalog.source.retrieved}`,
      ],
      [
        'Catalogue',
        [
          say('value', `${catalog.id} ${catalog.version}, SHA-256`),
          say('mono', longDigest(ruleSet.catalog.sha256)),
        ],
      ],
      [
        'Request (JSON)',
        [say('value', 'attached to this file, SHA-256'), say('mono', longDigest(requestDigest))],
      ],
      ['Entries used', `${used.length} of ${source.length}`],
      [
        'Entries left out',
        left.length === 0
          ? 'none'
          : leftOut(left.map(({ title, id }) => ({ title, because: state.get(id)?.because ?? 'Off.' }))).map(
              (text) => say('value', text),
            ),
      ],
      [
        'Proposed by us',
        ours.length === 0 ? 'no line' : `${ours.length === 1 ? 'line' : 'lines'} ${ranges(ours)}`,
      ],
      [
        'Added by the site',
        custom.length === 0
          ? 'no line'
          : custom.map(({ number, line }) =>
              say('value', `Line ${number}, ${line.title}. ${given(line.why.purpose)}`),
            ),
      ],
      [
        'Addresses of the vendor',
        `not in the source (${listed(vendor.map(({ title }) => title))}). Those in section 3 were entered by the requester; who gave them is for the requester to say.`,
      ],
    ]),
  ];
}

/** `NFS file shares, NFS server: off because NFS is off.`, one after the other: they are many, and few people ask. */
function leftOut(entries: readonly { readonly title: string; readonly because: string }[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { title, because } of entries) byReason.set(because, [...(byReason.get(because) ?? []), title]);
  const own = [...byReason].map(([because, titles]) => ({ because, titles }));
  const plainly = own.filter(({ because }) => /^Off because .+ is off\.$/.test(because));
  const rest = own.filter((each) => !plainly.includes(each));
  return [
    ...(plainly.length === 0
      ? []
      : [`not used at this site: ${plainly.flatMap(({ titles }) => titles).join(', ')}.`]),
    ...rest.map(({ because, titles }) => `${titles.join(', ')}. ${because}`),
  ];
}

function assumed(facts: RequestFacts): Block[] {
  const level = (word: 'required' | 'optional'): Row =>
    row(
      cell({ kind: 'paragraph', style: 'cell', runs: [assumedMark, plain(' '), strong(levelWord(word))] }),
      cell(numbersOf(facts, ({ line }) => line.level === word && line.levelBasis === 'assumed')),
      cell("The vendor's table gives no condition for these services. This is how we count them."),
    );
  const port = numbersOf(facts, ({ line }) => line.portBasis === 'assumed');
  const portRow = row(
    cell({ kind: 'paragraph', style: 'cell', runs: [assumedMark, plain(' '), strong('Node port')] }),
    cell(port),
    cell(
      facts.site.deployment === 'one-arm'
        ? 'One-Arm: the source says that the LAN port carries all traffic. Nothing was assumed.'
        : 'Inline: the source gives a direction but lost which of the two ports carries a row. LAN or WAN is our assumption, or the choice of the technician (no mark).',
    ),
  );
  const undecided = facts.ruleSet.undecided.length;
  return [
    heading('D', 'What we assumed', 'marked A in section 4', 'section-D'),
    table(
      'What was assumed',
      [flexible(1, 'Value'), flexible(0.9, 'Lines'), flexible(2, 'Basis')],
      [level('required'), level('optional'), portRow],
    ),
    space(1),
    say('note', facts.catalog.source.about),
    ...(undecided === 0
      ? []
      : [say('note', `${undecided} undecided: see section 5. Nothing was assumed for it.`)]),
    ...facts.ruleSet.notices.map(({ path, text }) =>
      say('note', strong(`${placeInWords(path, facts)}: `), messageInWords(text)),
    ),
  ];
}

function notes(facts: RequestFacts): Block[] {
  const byEntry = new Map<string, NumberedLine[]>();
  for (const each of facts.lines)
    byEntry.set(each.line.entry, [...(byEntry.get(each.line.entry) ?? []), each]);
  const own = facts.catalog.entries.flatMap((entry) => {
    const lines = byEntry.get(entry.id);
    return lines === undefined
      ? []
      : entry.notes.map((note) =>
          noteBlock(`Lines ${ranges(lines.map(({ number }) => number))}, ${entry.title}. `, note, byEntry),
        );
  });
  const general = facts.catalog.notes.map((note) => noteBlock('', note, byEntry));
  const all = unique([...own, ...general]);
  const half = Math.ceil(all.length / 2);
  return all.length === 0
    ? [say('body', 'There are no notes for these lines.')]
    : [columns(6, [1, all.slice(0, half)], [1, all.slice(half)])];
}

/** A rule that a note proposes is asked for once the site has taken it over, under the proposal's own id. */
function noteBlock(
  lead: string,
  note: CatalogNote,
  byEntry: ReadonlyMap<string, readonly NumberedLine[]>,
): Paragraph {
  const linesOf = ({ id }: CatalogNote['proposes'][number]): readonly NumberedLine[] => byEntry.get(id) ?? [];
  const named = ({ title, direction, services }: CatalogNote['proposes'][number]): string =>
    `${title} (${direction}, ${services.join(', ')})`;
  const not = note.proposes.filter((one) => linesOf(one).length === 0);
  const asked = note.proposes.filter((one) => linesOf(one).length > 0);
  const parts = [
    note.text,
    ...(not.length === 0 ? [] : [`Not asked for here: ${listed(not.map(named))}.`]),
    ...asked.map((one) => `Asked for in ${lineWord(linesOf(one))}: ${named(one)}.`),
  ];
  return say('note', strong(lead), parts.join(' '));
}

function lineWord(lines: readonly NumberedLine[]): string {
  const numbers = ranges(lines.map(({ number }) => number));
  return lines.length === 1 ? `line ${numbers}` : `lines ${numbers}`;
}
