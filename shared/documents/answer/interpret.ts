import { formatEndpointAddress, parseEndpointAddress } from '../../lib/endpoint-address.ts';
import { unique } from '../../lib/order.ts';
import { utcMillis } from '../../lib/utc.ts';
import { whyNoCounterpart } from '../../site/check-endpoints.ts';
import type { RequestFile } from '../change-request/request-json.ts';
import { fieldOf, type Filled } from './filled.ts';
import { requesterRole } from './judge.ts';
import {
  decisionWord,
  type Answer,
  type AnsweredLine,
  type Integrity,
  type SuppliedAddress,
} from './schema.ts';

export interface AnsweredRequest {
  readonly file: RequestFile;
  /** SHA-256 of its JSON file. */
  readonly digest: string;
}

/** What only the caller knows of an answer. */
export type AnswerSource = Pick<Answer, 'file' | 'readAt' | 'software' | 'integrity'>;

type RequestLine = RequestFile['lines'][number];
type Note = (path: string, message: string, cure: string) => void;

/** Longer than any field of ours is meant for: cut, and said so, because an answer is printed and kept. */
const longest = 4000;

/** Makes the answer of what was filled in: what each entry means, and what contradicts itself or cannot be read. */
export function interpretAnswer(request: AnsweredRequest, filled: Filled, source: AnswerSource): Answer {
  const { file, digest } = request;
  const findings: Answer['findings'] = [];
  const note: Note = (path, message, cure) => void findings.push({ path, message, cure });
  for (const { place, message } of filled.unclear)
    note(place, message, 'Ask the customer what is meant; it counts as not decided.');
  const text = (field: string, place: string): string => {
    const found = filled.text(field);
    if (found.length > longest)
      note(
        place,
        `The text has ${found.length} characters; ${longest} are kept.`,
        'Read the rest in the file itself.',
      );
    return cleaned(found.slice(0, longest));
  };
  // One box for all lines: a removal's withdraws them, any other approves them.
  const word = file.kind === 'removal' ? 'withdraw' : 'approve';
  const all = filled.choice('decision.all') === word ? word : null;
  const lines = file.lines.map((line) => answeredLine(line, all, filled, text, note));
  return {
    format: 'gatecheck/answer@1',
    request: {
      number: file.number,
      revision: file.revision,
      digest,
      draft: file.status === 'draft',
    },
    ...source,
    integrity: capped(source.integrity),
    ticket: text('approval.ticket', 'Your change number'),
    window: text('approval.window', 'Approved window'),
    expires: dateText(text('approval.expires', 'Rules expire on'), 'Rules expire on', note),
    conditions: text('approval.conditions', 'Conditions'),
    lines,
    addresses: file.missing.map((missing) => suppliedAddress(missing, text, note)),
    names: namesOf(file, filled, text),
    tls: tlsOf(file, filled, text),
    approvals: filled.hasApprovals && file.status !== 'draft' ? approvalsOf(file, filled, text, note) : [],
    implementation: {
      by: text('impl.all.by', 'Implementer of all lines'),
      firewall: text('impl.firewall', 'Firewall or policy'),
      change: text('impl.change', 'Change number'),
      policyBefore: text('impl.policy-before', 'Policy version before the change'),
    },
    remarks: {
      risk: text('risk.by', 'Risk accepted by'),
      test: text('test.other', 'Other test'),
      rollback: text('rollback.by', 'Way back checked by'),
    },
    findings,
  };
}

/** What would steer a terminal or turn the direction of writing is shown as a replacement character; line breaks stay. */
function cleaned(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

const keptChanges = 1000;

function capped(integrity: Integrity): Integrity {
  const short = (text: string): string => cleaned(text.length > 500 ? `${text.slice(0, 500)}…` : text);
  return {
    ...integrity,
    changes: integrity.changes
      .slice(0, keptChanges)
      .map(({ place, sent, came }) => ({ place: short(place), sent: short(sent), came: short(came) })),
  };
}

type TextOf = (field: string, place: string) => string;

function answeredLine(
  line: RequestLine,
  all: 'approve' | 'withdraw' | null,
  filled: Filled,
  text: TextOf,
  note: Note,
): AnsweredLine {
  const id = fieldOf(line.id);
  const place = `Line ${line.number}, ${line.title}`;
  const awaitsAddress = line.missing !== null;
  const offered = line.change === 'removed' ? ['withdraw', 'keep'] : ['approve', 'deny', 'in-place'];
  const marked = decisionWord.safeParse(filled.choice(`line.${id}.decision`));
  const own = marked.success && offered.includes(marked.data) ? marked.data : null;
  if (marked.success && own === null)
    note(
      place,
      `"${marked.data}" is no decision for this line.`,
      'Ask the customer; it counts as not decided.',
    );
  // Whoever could not decide by a mark of its own does not mean the box for all either.
  const unclear = filled.unclear.some(({ place: where }) => where === `line.${id}.decision`);
  const byAll = all !== null && offered.includes(all) && own === null && !awaitsAddress && !unclear;
  const decision = own ?? (byAll ? all : null);
  const comment = text(`line.${id}.comment`, `${place}, comment`);
  const implementation = {
    rule: text(`impl.${id}.rule`, `${place}, rule name`),
    by: text(`impl.${id}.by`, `${place}, implementer`),
    active: activeSince(text(`impl.${id}.active`, `${place}, active since`), place, note),
  };
  if ((decision === 'deny' || decision === 'keep') && comment === '')
    note(
      `${place}, comment`,
      `It is ${decision === 'deny' ? 'denied' : 'to be kept'} without a comment.`,
      'Ask the customer for the reason: without one nobody knows what would be acceptable.',
    );
  if (awaitsAddress && own !== null)
    note(
      place,
      'It is decided although its address is missing.',
      'Make a revision with the address, and let it be decided then.',
    );
  if (decision === 'deny' && (implementation.rule !== '' || implementation.active !== null))
    note(place, 'It is denied, and recorded as implemented.', 'Ask the customer which of the two holds.');
  return {
    number: line.number,
    id: line.id,
    title: line.title,
    decision: awaitsAddress ? null : decision,
    by: awaitsAddress || decision === null ? null : own === null ? 'all' : 'line',
    awaitsAddress,
    comment,
    implementation,
  };
}

/** People write `2026-11-24 20:17:05`, with or without T, seconds, Z or UTC. A watch writes `before` it of what it found open. */
function activeSince(text: string, place: string, note: Note): string | null {
  if (text === '' || /^before \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return null;
  const match = /^(\d{4}-\d{2}-\d{2})[T ,]+(\d{2}:\d{2})(:\d{2})?(?:\.\d+)?\s*(?:Z|UTC)?$/i.exec(text);
  const utc = match === null ? '' : `${match[1] ?? ''}T${match[2] ?? ''}${match[3] ?? ':00'}Z`;
  if (match !== null && isTime(utc)) return utc;
  note(
    `${place}, active since`,
    `"${text.slice(0, 60)}" is no time in UTC.`,
    'It reads as 2026-11-24 20:17:05; ask when the rule started to work.',
  );
  return null;
}

function isTime(utc: string): boolean {
  const millis = utcMillis(utc);
  const [hours = 99, minutes = 99, seconds = 99] = utc.slice(11, 19).split(':').map(Number);
  return millis !== null && isDay(utc.slice(0, 10)) && hours < 24 && minutes < 60 && seconds < 60;
}

/** A day of the calendar, as YYYY-MM-DD. */
function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null || utcMillis(`${text}T00:00:00Z`) === null) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}

function dateText(text: string, place: string, note: Note): string {
  if (text !== '' && !isDay(text))
    note(place, `"${text.slice(0, 60)}" is no date as YYYY-MM-DD.`, 'Ask the customer which day is meant.');
  return text;
}

function suppliedAddress(missing: RequestFile['missing'][number], text: TextOf, note: Note): SuppliedAddress {
  const place = `Address 5.${missing.number}, ${missing.name}`;
  const typed = text(`address.${missing.key}.value`, place);
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== '');
  const faults: string[] = [];
  const values = parts.flatMap((part) => {
    const address = parseEndpointAddress(part);
    const fault = address.ok ? whyNoCounterpart(address.value, part) : address.error;
    if (fault !== null) faults.push(fault);
    return address.ok && fault === null ? [formatEndpointAddress(address.value)] : [];
  });
  if (faults.length > 0)
    note(
      place,
      faults.slice(0, 3).join(' '),
      'Ask the customer for the address; none of this entry is taken.',
    );
  return {
    key: missing.key,
    name: missing.name,
    lines: [...missing.lines],
    text: typed,
    values: faults.length > 0 ? [] : unique(values),
    zone: text(`address.${missing.key}.zone`, `${place}, zone`),
    by: text(`address.${missing.key}.by`, `${place}, given by`),
  };
}

function farOf(line: RequestLine): RequestLine['to'] {
  return line.direction === 'out' ? line.to : line.from;
}

function namesOf(file: RequestFile, filled: Filled, text: TextOf): Answer['names'] {
  return file.lines.flatMap((line) =>
    farOf(line).flatMap(({ address }, index) => {
      const parsed = parseEndpointAddress(address);
      if (!parsed.ok || (parsed.value.kind !== 'name' && parsed.value.kind !== 'wildcard')) return [];
      const field = `name.${fieldOf(line.id)}.${index + 1}`;
      const match = filled.choice(`${field}.match`);
      const object = text(`${field}.object`, `Line ${line.number}, ${address}`);
      if (match === null && object === '') return [];
      return [
        {
          line: line.number,
          name: address,
          match: match === 'name' || match === 'address' ? match : null,
          object,
        },
      ];
    }),
  );
}

function tlsOf(file: RequestFile, filled: Filled, text: TextOf): Answer['tls'] {
  return file.lines.flatMap((line) => {
    const field = `tls.${fieldOf(line.id)}`;
    const decision = filled.choice(`${field}.decision`);
    const ca = text(`${field}.ca`, `Line ${line.number}, inspecting CA`);
    if (decision !== 'exempt' && decision !== 'inspect' && ca === '') return [];
    return [
      { line: line.number, decision: decision === 'exempt' || decision === 'inspect' ? decision : null, ca },
    ];
  });
}

const approvalWords = ['approved', 'changed', 'denied', 'submitted'] as const;

function approvalsOf(file: RequestFile, filled: Filled, text: TextOf, note: Note): Answer['approvals'] {
  const { approvers } = file.request;
  const roles = [
    ...(approvers.length === 0 ? [{ role: 'Approver', name: '' }] : approvers),
    { role: requesterRole, name: file.technician.name },
  ];
  return roles.map(({ role, name }, index) => {
    const place = index + 1;
    const field = `approval.${place}`;
    const marked = filled.choice(`${field}.decision`);
    const decision = approvalWords.find((word) => word === marked) ?? null;
    const date = text(`${field}.date`, `Approval ${place}, date`);
    const readable = date !== '' && isDay(date);
    if (date !== '' && !readable)
      note(
        `Approval ${place}, ${role}, date`,
        `"${date.slice(0, 60)}" is no date as YYYY-MM-DD.`,
        'Ask when it was decided.',
      );
    if (date === '' && decision !== null && decision !== 'submitted')
      note(`Approval ${place}, ${role}, date`, 'It is decided without a date.', 'Ask when it was decided.');
    return {
      place,
      role,
      name: name.trim() === '' ? text(`${field}.name`, `Approval ${place}, name`) : name,
      decision,
      date: readable ? date : null,
      signed: filled.signed(`${field}.signature`),
      remarks: text(`${field}.remarks`, `Approval ${place}, remarks`),
    };
  });
}
