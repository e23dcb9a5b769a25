import type { LogLevel, LogLine } from '../../../shared/ipc/log-calls.ts';
import { t } from '../../i18n/t.ts';

export type LevelFilter = LogLevel | 'all';

/** The line's own words: the same in every language, because they are read by whoever helps. */
export function textOf({ event, fields }: LogLine): string {
  const values = Object.entries(fields).map(([name, value]) => {
    const text = String(value);
    return `${name}=${text.includes(' ') ? `"${text}"` : text}`;
  });
  return [event, ...values].join('  ');
}

/** A line as it can be sent to somebody. */
export function wholeLine(line: LogLine): string {
  return `${line.at} ${line.level} ${line.part} ${textOf(line)}`;
}

/** Errors are among the warnings that somebody looks for. */
export function filterLines(lines: readonly LogLine[], level: LevelFilter, asked: string): LogLine[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    if (level !== 'all' && line.level !== level) return false;
    if (words.length === 0) return true;
    const text = wholeLine(line).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function levelWord(level: LogLevel): string {
  switch (level) {
    case 'error':
      return t('Error');
    case 'warning':
      return t('Warning');
    case 'info':
      return t('Note');
  }
}
