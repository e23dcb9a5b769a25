import type { ChangeRequest } from './change-request/compose.ts';
import type { RequestFile } from './change-request/request-json.ts';
import { requestCsv } from './csv.ts';
import { firewallInput } from './firewall/normalise.ts';
import { dialects, type DialectName } from './firewall/registry.ts';
import type { Dialect, NotExpressed } from './firewall/types.ts';
import type { Speaker } from './language/speaker.ts';
import { requestMailText } from './mail-text.ts';
import { requestMarkdown } from './markdown.ts';
import { count, lineNumbers } from './words.ts';

export interface WrittenText {
  readonly text: string;
  /** Sentences for people: what this format could not say. */
  readonly remarks: readonly string[];
}

/** A form of the request that is a text: one file and one line of the registry each. */
export interface TextFormat {
  readonly title: string;
  /** Ending of its file, with the dot. */
  readonly extension: string;
  /** The same request gives the same text. */
  readonly write: (request: ChangeRequest) => WrittenText;
}

const documentFormats = {
  json: { title: 'JSON', extension: '.json', write: ({ json }) => ({ text: json, remarks: [] }) },
  csv: { title: 'CSV', extension: '.csv', write: written(requestCsv) },
  md: { title: 'Markdown', extension: '.md', write: written(requestMarkdown) },
  txt: { title: 'Text for a mail', extension: '.txt', write: written(requestMailText) },
} as const satisfies Record<string, TextFormat>;

/** A text that is made of the request's data and the digest of its JSON file, in its language, and that can say all of it. */
function written(
  write: (file: RequestFile, digest: string, speaker: Speaker) => string,
): TextFormat['write'] {
  return ({ file, digest, speaker }) => ({ text: write(file, digest, speaker), remarks: [] });
}

export type TextFormatName = keyof typeof documentFormats | DialectName;

/** Every text format by the word that `--format` takes. */
export const textFormats: Readonly<Record<TextFormatName, TextFormat>> = {
  ...documentFormats,
  ...(Object.fromEntries(
    Object.entries<Dialect>(dialects).map(([name, dialect]) => [name, dialectFormat(dialect)]),
  ) as Record<DialectName, TextFormat>),
};

function dialectFormat(dialect: Dialect): TextFormat {
  const { title, extension, write } = dialect;
  return {
    title,
    extension,
    write: ({ facts, digest }) => {
      const { text, notExpressed } = write(firewallInput(facts, digest));
      if (notExpressed.length === 0) return { text, remarks: [] };
      const parts = `${count(notExpressed.length, 'part')} of the request ${notExpressed.length === 1 ? 'is' : 'are'}`;
      const numbers = numbersOf(notExpressed);
      const what = `${title}: ${parts} not written as rules${numbers.length === 0 ? '' : ` (${lineNumbers(numbers)})`}.`;
      return {
        text,
        remarks:
          dialect.takesNoRemarks === true
            ? [what, ...reasons(notExpressed)]
            : [`${what} The file says at each of them why.`],
      };
    },
  };
}

function numbersOf(parts: readonly NotExpressed[]): number[] {
  return [...new Set(parts.map(({ number }) => number))].filter((number) => number > 0);
}

/** Each reason once, with the lines that it is about, for a file that cannot say it itself. */
function reasons(parts: readonly NotExpressed[]): string[] {
  const about = new Map<string, NotExpressed[]>();
  for (const part of parts) {
    const before = about.get(part.reason);
    if (before === undefined) about.set(part.reason, [part]);
    else before.push(part);
  }
  return [...about].map(([reason, those]) => {
    const numbers = numbersOf(those);
    return `${numbers.length === 0 ? those.map(({ id }) => id).join(', ') : lineNumbers(numbers)}: ${reason}`;
  });
}
