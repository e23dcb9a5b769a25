import type { Answer, AnsweredLine } from '../../shared/documents/answer/schema.ts';
import type { DenialEffect } from '../../shared/rules/denial/types.ts';
import type { AnswerReading } from '../usecases/read-answer.ts';
import { columns, findingLine } from './terminal.ts';

const words = {
  approve: 'Approve',
  deny: 'DENY',
  'in-place': 'In place',
  withdraw: 'Withdraw',
  keep: 'KEEP',
} as const;

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function decisionText({ decision, by, awaitsAddress }: AnsweredLine): string {
  if (awaitsAddress) return 'waits for its address';
  if (decision === null) return 'NOT DECIDED';
  return by === 'all' ? `${words[decision]} (by the box for all)` : words[decision];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function lineTable(lines: readonly AnsweredLine[]): string {
  return columns(
    lines.map((line) => {
      const { rule, by, active } = line.implementation;
      const done = [rule, by, active ?? ''].filter((text) => text !== '').join(', ');
      return [
        `${line.number}`,
        decisionText(line),
        line.id,
        [oneLine(line.comment), done === '' ? '' : `[${oneLine(done)}]`]
          .filter((text) => text !== '')
          .join(' '),
      ];
    }),
  );
}

function changeLines({ changes }: Answer['integrity']): string[] {
  const quoted = (text: string): string => (text === '' ? 'nothing' : `"${oneLine(text)}"`);
  return changes.map(
    ({ place, sent, came }) => `  ${place}: sent ${quoted(sent)}, came back ${quoted(came)}`,
  );
}

/** What a denial does, feature by feature; those that are safe in one line. */
export function denialLines({ features, readiness, unknown }: DenialEffect): string[] {
  const touched = features.filter(({ fate }) => fate !== 'safe');
  const safe = features.filter(({ fate }) => fate === 'safe').map(({ title }) => title);
  return [
    ...touched.flatMap(({ title, fate, reasons }) => [
      `  ${fate === 'lost' ? 'LOST' : 'degraded'}: ${title}`,
      ...reasons
        .filter((reason) => reason.fate !== 'safe')
        .map(({ node, says, lines }) => `    ${node}: ${says} (${lines.join(', ')})`),
    ]),
    ...(safe.length === 0 ? [] : [`  safe: ${safe.join(', ')}`]),
    `  ${readiness.says}`,
    ...unknown.map((id) => `  ${id} is not in the site as it is now; what it would cost is not known.`),
  ];
}

function approvalLines({ approvals, file }: Answer): string[] {
  if (file.kind === 'xlsx')
    return ['  A workbook has no place for them: they are in the PDF of the request.'];
  return approvals.map(({ role, name, decision, date, signed, remarks }) => {
    const said = decision ?? 'not decided';
    const parts = [
      name,
      said,
      date ?? '',
      signed ? 'digital signature there, not verified' : '',
      oneLine(remarks),
    ];
    return `  ${role}: ${parts.filter((text) => text !== '').join(', ')}`;
  });
}

function otherLines(answer: Answer): string[] {
  const { implementation, remarks } = answer;
  const rows: readonly (readonly [string, string])[] = [
    ['Change number', answer.ticket],
    ['Approved window', answer.window],
    ['Rules expire on', answer.expires],
    ['Conditions', answer.conditions],
    ['Firewall', implementation.firewall],
    ['Implementer', implementation.by],
    ['Change number of the implementer', implementation.change],
    ['Policy version before', implementation.policyBefore],
    ['Risk accepted by', remarks.risk],
    ['Other test required', remarks.test],
    ['Way back checked by', remarks.rollback],
    ...answer.names.map(
      ({ line, name, match, object }) =>
        [
          `Line ${line}, ${name}`,
          [match === null ? '' : `permitted by ${match}`, object].filter((text) => text !== '').join(': '),
        ] as const,
    ),
    ...answer.tls.map(
      ({ line, decision, ca }) =>
        [
          `Line ${line}, TLS`,
          [decision ?? 'not decided', ca].filter((text) => text !== '').join(', CA '),
        ] as const,
    ),
  ];
  return rows.filter(([, value]) => value !== '').map(([name, value]) => `  ${name}: ${oneLine(value)}`);
}

function proposalLines({ proposal }: AnswerReading, applied: boolean): string[] {
  const { ticket, addresses, left, offers } = proposal;
  const verb = applied ? 'written' : 'would be written by --apply';
  return [
    ...(ticket === null ? [] : [`  Ticket ${ticket}: ${verb}`]),
    ...addresses.map(({ title, values }) => `  ${title}, ${values.join(', ')}: ${verb}`),
    ...left.map(findingLine),
    ...offers.map(({ says }) => `  You could: ${says}`),
  ];
}

/** An answer for people: what holds, every decision, what was altered, and what denials cost. */
export function showAnswer(reading: AnswerReading, applied: boolean): string {
  const { answer, outcome, effect } = reading;
  const { request, integrity } = answer;
  const { approved, inPlace, denied, open } = outcome.counts;
  const supplied = answer.addresses.map(
    ({ name, text, values, zone, by }) =>
      `  ${name}: ${values.length > 0 ? values.join(', ') : text === '' ? 'not supplied' : `"${oneLine(text)}" cannot be used`}${zone === '' ? '' : `, zone ${oneLine(zone)}`}${by === '' ? '' : `, given by ${oneLine(by)}`}`,
  );
  const lines = [
    `${request.number ?? 'Request without a number'}, revision ${request.revision}, as it came back in ${answer.file.name}`,
    `${approved} approved, ${inPlace} in place, ${denied} denied, ${open} open.`,
    ...(outcome.kind === 'approved'
      ? ['Every line is decided, and nothing stands in the way.']
      : outcome.says.map((says) => `- ${says}`)),
    integrity.data.says,
    integrity.shown.says,
    ...section('Lines', answer.lines.length === 0 ? [] : [lineTable(answer.lines)]),
    ...section('Altered where nothing was to be filled in', changeLines(integrity)),
    ...section('Contradictions and entries that cannot be read', answer.findings.map(findingLine)),
    ...section('What the denied lines cost', denied === 0 ? [] : denialLines(effect)),
    ...section('Approvals', approvalLines(answer)),
    ...section('Addresses that were asked for', supplied),
    ...section('Further entries', otherLines(answer)),
    ...section(applied ? 'The site' : 'The site (nothing was changed)', proposalLines(reading, applied)),
  ];
  return `${lines.join('\n')}\n`;
}
