import {
  cell,
  columns,
  fixed,
  flexible,
  heading,
  row,
  say,
  space,
  strong,
  subheading,
  textField,
} from '../blocks.ts';
import type { Block, Field, Paragraph, Row } from '../model.ts';
import { count, protocolLines, ranges, utcWindow } from '../words.ts';
import { numbersOf } from './cover.ts';
import type { NumberedLine, RequestFacts } from './facts.ts';
import { fieldId } from './rule-table.ts';

/** Section 7: what could go wrong, how it is tested, how it is undone. */
export function riskTestRollback(facts: RequestFacts): Block[] {
  const out = facts.lines.filter(({ line }) => line.direction === 'out').length;
  const inbound = facts.lines.length - out;
  const clear = numbersOf(facts, ({ line }) => line.services.includes('80/tcp'));
  const clearText =
    clear === 'none'
      ? ''
      : ` Lines ${clear} include HTTP (TCP 80), because the vendor's table lists it beside HTTPS; tell us if your policy forbids clear text.`;
  const control = facts.site.checks.negativeControl
    ? ' What we also send: one connection attempt per tested TCP port to an address that no host may have (annex B).'
    : '';
  const field = (name: string, caption: string): Field => textField(name, caption, caption, 6);
  return [
    space(5),
    heading('7', 'Risk, test, way back', null, 'section-7'),
    columns(
      6,
      [
        1,
        [
          subheading('Risk'),
          say(
            'note',
            `${count(out, 'line')} ${out === 1 ? 'is' : 'are'} started by the node, each towards named destinations. ${count(inbound, 'line')} ${inbound === 1 ? 'is' : 'are'} inbound to the node, each from named sources.${clearText}`,
          ),
          field('risk.by', 'Risk accepted by (name, date)'),
        ],
      ],
      [
        1,
        [
          subheading('Test'),
          say(
            'note',
            `During the window we test each line from the node, or from the side that starts the session, with the line's own protocol where we speak it, and give you a signed report.${control}`,
          ),
          field('test.other', 'Other test you require'),
        ],
      ],
      [
        1,
        [
          subheading('Way back'),
          say(
            'note',
            'Disable the rules of this request. The node keeps running; features that lose a line stop, as listed below. Nothing on your firewalls depends on the new rules.',
          ),
          field('rollback.by', 'Way back checked by (name, date)'),
        ],
      ],
    ),
    ...ifDenied(facts),
  ];
}

function ifDenied(facts: RequestFacts): Block[] {
  const effects = new Map<string, NumberedLine[]>();
  for (const each of facts.lines) {
    const known = effects.get(each.line.why.ifDenied);
    if (known === undefined) effects.set(each.line.why.ifDenied, [each]);
    else known.push(each);
  }
  if (effects.size === 0) return [];
  const rows = [...effects].map(([effect, lines]) =>
    row(cell(say('cell', strong(ranges(lines.map(({ number }) => number))))), cell(effect)),
  );
  return [
    space(3),
    subheading('If a line is denied'),
    {
      kind: 'table',
      says: 'What is lost when a line is denied',
      columns: [fixed(26, 'Lines'), flexible(1, 'Effect')],
      groups: [{ heading: null, rows }],
      sideBySide: 2,
    },
  ];
}

/** Section 8: who approves. A draft is printed without fields. */
export function approvals(facts: RequestFacts): Block[] {
  const { approvers, window } = facts.site.request;
  const roles = approvers.length === 0 ? [{ role: 'Approver', name: '' }] : approvers;
  const head = heading(
    '8',
    'Approvals',
    facts.draft ? 'a draft is not signed' : 'you fill in and sign',
    'section-8',
  );
  const text = say(
    'note',
    'Approval covers the lines marked Approve in section 4 of this revision, and only those. Please let someone approve who does not implement. If fixed text is changed, we see it when the file comes back.',
  );
  if (facts.draft) {
    const rows = roles.map(({ role, name }) =>
      row(cell(say('cell', strong(role))), cell(name === '' ? 'name not given yet' : name)),
    );
    return [
      { kind: 'page-break' },
      head,
      say(
        'body',
        strong('This is a draft: please do not sign it.'),
        ' The complete request has a place here for each of these roles.',
      ),
      {
        kind: 'table',
        says: 'Roles that will approve',
        columns: [flexible(1, 'Role'), flexible(2, 'Name')],
        groups: [
          {
            heading: null,
            rows: [
              ...rows,
              row(
                cell(say('cell', strong('Requester'))),
                cell(facts.site.technician.name || 'name not given yet'),
              ),
            ],
          },
        ],
      },
    ];
  }
  const rows = [
    ...roles.map((role, index) =>
      approvalRow(index + 1, role.role, role.name, ['Approved', 'Approved with changes', 'Denied']),
    ),
    approvalRow(roles.length + 1, 'Requester', facts.site.technician.name, ['Submitted']),
  ];
  const { ticket } = facts.site.customer;
  return [
    { kind: 'page-break' },
    head,
    text,
    {
      kind: 'table',
      says: 'Approvals: one row a role',
      columns: [
        flexible(1.1, 'Role'),
        flexible(1.4, 'Name (required)'),
        fixed(38, 'Decision (required)'),
        fixed(28, 'Date (required)', 'YYYY-MM-DD'),
        fixed(64.4, 'Signature (required)'),
        flexible(1.4, 'Conditions or remarks'),
      ],
      groups: [{ heading: null, rows }],
    },
    space(4),
    columns(
      6,
      [
        1,
        [
          textField(
            'approval.ticket',
            'Your change number',
            ticket === '' ? 'Your change number' : `Your change number, if not ${ticket}`,
            6,
          ),
        ],
      ],
      [
        1,
        [
          textField(
            'approval.window',
            'Approved window',
            window === null
              ? 'Approved window (UTC)'
              : `Approved window, if not ${utcWindow(window.start, window.end)}`,
            6,
          ),
        ],
      ],
      [
        1,
        [
          textField(
            'approval.expires',
            'Date on which the rules expire',
            'Rules expire on (YYYY-MM-DD), if your policy sets a date',
            6,
          ),
        ],
      ],
    ),
    space(2),
    {
      kind: 'field',
      name: 'approval.conditions',
      tip: 'Conditions that hold for all lines',
      required: false,
      look: 'several-lines',
      heightMm: 17,
      caption: 'Conditions that hold for all lines',
    },
  ];
}

function approvalRow(place: number, role: string, name: string, decisions: readonly string[]): Row {
  const values: Readonly<Record<string, string>> = {
    Approved: 'approved',
    'Approved with changes': 'changed',
    Denied: 'denied',
    Submitted: 'submitted',
  };
  const field = (
    part: string,
    tip: string,
    look: Field['look'],
    heightMm: number,
    required: boolean,
  ): Field => ({
    kind: 'field',
    name: `approval.${place}.${part}`,
    tip: `${tip}, ${role}`,
    required,
    look,
    heightMm,
    caption: null,
  });
  const boxes = decisions.map((label): Paragraph => ({
    kind: 'paragraph',
    style: 'cell',
    runs: [
      {
        kind: 'check-box',
        label,
        box: {
          group: `approval.${place}.decision`,
          value: values[label] ?? label,
          tip: `Decision of ${role}: ${label}`,
          required: true,
        },
      },
    ],
  }));
  return row(
    cell(say('cell', strong(role))),
    name.trim() === '' ? cell(field('name', 'Name', 'text', 6, true)) : cell(say('cell', strong(name))),
    { blocks: boxes },
    cell(field('date', 'Date', 'text', 6, true)),
    cell(field('signature', 'Signature', 'signature', 17, true)),
    cell(field('remarks', 'Conditions or remarks', 'several-lines', 17, false)),
  );
}

/** Section 9: what the implementer fills in, in two columns. */
export function implementationRecord(facts: RequestFacts): Block[] {
  const head = heading('9', 'Implementation record', 'the implementer fills in', 'section-9');
  if (facts.draft) {
    return [
      space(6),
      head,
      say(
        'body',
        strong('This is a draft: please do not implement it.'),
        ' The complete request has a row here for each line.',
      ),
    ];
  }
  const field = (name: string, caption: string): Field => textField(`impl.${name}`, caption, caption, 6);
  const rows = facts.lines.map((each): Row => {
    const { line, number } = each;
    const id = fieldId(line.id);
    const box = (part: string, tip: string): Field => ({
      kind: 'field',
      name: `impl.${id}.${part}`,
      tip: `${tip}, line ${number}, ${line.title}`,
      required: part !== 'by',
      look: 'text',
      heightMm: 6.4,
      caption: null,
    });
    return row(
      cell(say('cell', strong(`${number}`))),
      cell(
        say('cell', strong(protocolLines(line.protocols).join(', ')), ` ${line.direction.toUpperCase()}`),
        say('id', line.id),
      ),
      cell(box('rule', 'Firewall and rule name')),
      cell(box('by', 'Implementer')),
      cell(box('active', 'Active since, UTC')),
    );
  });
  return [
    { kind: 'page-break' },
    head,
    columns(
      5,
      [1, [field('all.by', 'Implementer of all lines, if one person')]],
      [1, [field('firewall', 'Firewall or policy, if one for all')]],
      [1, [field('change', 'Change number in your system')]],
      [1, [field('policy-before', 'Policy version before the change')]],
    ),
    space(2),
    say(
      'note',
      'Active since: date and time in UTC at which the rule started to work, for example 2026-11-24 20:17:05. Rule name and time are required for approved lines; a line that was denied stays empty. After the window we add the result of our test for each line in the readiness report.',
    ),
    {
      kind: 'table',
      says: 'Implementation record: one row a line',
      columns: [
        { ...fixed(8, 'No.'), align: 'right' },
        flexible(1.35, 'Line, line id'),
        flexible(1.35, 'Firewall and rule name'),
        flexible(0.8, 'Implementer'),
        flexible(0.95, 'Active since (UTC)'),
      ],
      groups: [{ heading: null, rows }],
      sideBySide: 2,
      tight: true,
    },
  ];
}
