import { cell, columns, fixed, flexible, heading, row, say, space, strong, textField } from '../blocks.ts';
import type { Block, Field, Paragraph, Row } from '../model.ts';
import { utcWindow } from '../words.ts';
import type { RequestFacts } from './facts.ts';

/** The word that a line has to be marked with. */
function approved({ asks, lines }: RequestFacts): string {
  if (asks.kind === 'removal') return 'Withdraw';
  return lines.some(({ change }) => change.kind === 'removed') ? 'Approve or Withdraw' : 'Approve';
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
    `Approval covers the lines marked ${approved(facts)} in section 4 of this revision, and only those. Please let someone approve who does not implement. If fixed text is changed, we see it when the file comes back.`,
  );
  if (facts.draft) {
    const rows = roles.map(({ role, name }) =>
      row(cell(say('cell', strong(role))), cell(name === '' ? 'name not given yet' : name)),
    );
    // Nothing to sign: it needs no page of its own.
    return [
      space(5),
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
