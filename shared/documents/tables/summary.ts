import { unique } from '../../lib/order.ts';
import type { RequestFile } from '../change-request/request-json.ts';
import { count, listed } from '../words.ts';
import { isWaiting } from './line-words.ts';
import { oneLine } from './visible-text.ts';

/** Sentences that every text form of a request shares. */

export const draftMark = 'DRAFT: not for implementation';
export const practiceMark = 'PRACTICE: no real network was checked';

/** DRAFT and PRACTICE in words; empty for a request that is to be decided. */
export function marksOf({ practice, status }: RequestFile): string[] {
  return [...(practice ? [practiceMark] : []), ...(status === 'draft' ? [draftMark] : [])];
}

export function documentName({ kind }: RequestFile): string {
  return kind === 'removal' ? 'Firewall removal request' : 'Firewall change request';
}

export function numberText({ number }: RequestFile): string {
  return number === null ? 'No number given' : oneLine(number);
}

/** `A`, `B, delta to A`. */
export function revisionText(file: RequestFile): string {
  const revision = oneLine(file.revision);
  return file.since === undefined ? revision : `${revision}, delta to ${oneLine(file.since.revision)}`;
}

export function statusText({ status }: RequestFile): string {
  return status === 'draft' ? 'Draft' : 'For decision';
}

/** `Firewall change request FCR-2026-014, revision A`. */
export function requestName(file: RequestFile): string {
  return `${documentName(file)} ${numberText(file)}, revision ${revisionText(file)}`;
}

export function sheetTitle(file: RequestFile): string {
  const place = [file.customer.site, file.customer.name].map(oneLine).filter((text) => text !== '');
  const marks = marksOf(file);
  return [...marks, requestName(file), ...(marks.length === 0 ? [statusText(file)] : []), ...place].join(
    ' · ',
  );
}

function nodesText({ nodes, deployment }: RequestFile): string {
  const bare = (address: string): string => oneLine(address.split('/')[0] ?? address);
  const texts = nodes.slice(0, 4).map(({ name, lan, wan }) => {
    const inline = deployment === 'inline';
    return `${oneLine(name)}, ${inline ? 'LAN ' : ''}${bare(lan)}${inline && wan !== null ? `, WAN ${bare(wan)}` : ''}`;
  });
  const more = nodes.length > 4 ? `; and ${nodes.length - 4} more` : '';
  return `${count(nodes.length, 'storage node')} (${texts.join('; ')}${more})`;
}

function levels({ lines }: RequestFile): string {
  const of = (word: string): number => lines.filter(({ level }) => level === word).length;
  return `${of('required')} required, ${of('optional')} optional, ${of('as-published')} as published by the vendor`;
}

const nothingElse = 'Nothing else is asked for, and no line says "any".';

/** The request in a sentence or two. */
export function summaryText(file: RequestFile): string {
  if (file.status === 'draft') return draftText(file);
  const total = file.lines.length;
  const changed = (word: string): number => file.lines.filter(({ change }) => change === word).length;
  const counterparts = count(unique(file.lines.map(({ farName }) => farName)).length, 'named counterpart');
  switch (file.kind) {
    case 'request':
      return total === 0
        ? 'No line is asked for: no rule of this site passes a firewall.'
        : `Please permit ${count(total, 'line')} between ${nodesText(file)} and the ${counterparts} below: ${levels(file)}. ${nothingElse}`;
    case 'delta':
      return `Please bring the rules of revision ${oneLine(file.since?.revision ?? '')} up to date for ${nodesText(file)}: ${count(changed('added'), 'line')} added, ${changed('changed')} changed, ${changed('removed')} removed; ${count(file.unchanged?.length ?? 0, 'line')} stay as they are and are not listed. ${nothingElse}`;
    case 'removal':
      return `Please withdraw ${count(total, 'line')} between ${nodesText(file)} and the ${counterparts} below. Nothing else is to be withdrawn.`;
    case 'only-blocked': {
      const untested = file.lines.filter(({ today }) => today === 'not-tested').length;
      return `Please permit ${count(total, 'line')} between ${nodesText(file)} and the ${counterparts} below: ${levels(file)}. ${count(file.open?.length ?? 0, 'line')} work already and are not asked for; ${untested} of those below could not be tested. ${nothingElse}`;
    }
  }
}

function draftText(file: RequestFile): string {
  const waiting = file.lines.filter(isWaiting).length;
  const undecided = unique(file.undecided.map(({ title }) => oneLine(title)));
  const parts = [
    'This is a draft. Do not implement it.',
    ...(waiting === 0
      ? []
      : [
          `${waiting} of ${count(file.lines.length, 'line')} cannot be implemented, because ${count(file.missing.length, 'counterpart has', 'counterparts have')} no address yet.`,
        ]),
    ...(undecided.length === 0
      ? []
      : [
          `Nobody has chosen the direction or port of ${listed(undecided)}, and the vendor's table gives none.`,
        ]),
    'When this is settled, a complete request follows.',
  ];
  return parts.join(' ');
}

/** What holds for every line. */
export function everyLine({ kind }: RequestFile): string {
  return kind === 'removal'
    ? 'For every line: withdraw the permission as it is written here, from every firewall that has it. Nothing is to be permitted.'
    : 'For every line: action permit; stateful, so replies need no line of their own; source port chosen by the initiator; address translation as your network needs it, please note it in the comment.';
}

/** A missing address is never a wildcard. */
export const notAny = 'A line without an address is not a request: please do not read it as "any".';
