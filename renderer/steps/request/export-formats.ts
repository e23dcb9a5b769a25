import { dialects } from '../../../shared/documents/firewall/registry.ts';
import type { RequestFormat } from '../../../shared/documents/request-formats.ts';
import { requestFormats } from '../../../shared/documents/request-formats.ts';
import { textFormats } from '../../../shared/documents/text-formats.ts';

/** What `Save all` writes, as this computer remembers it. */
export interface ExportChoice {
  /** In the order of the registry. */
  readonly formats: readonly RequestFormat[];
  readonly paper: 'a4' | 'letter';
}

export interface FormatWords {
  readonly name: RequestFormat;
  /** `PDF`, `Cisco ASA`. */
  readonly title: string;
}

function titleOf(name: RequestFormat): string {
  return name in textFormats ? textFormats[name as keyof typeof textFormats].title : name.toUpperCase();
}

const all = requestFormats.map((name): FormatWords => ({ name, title: titleOf(name) }));

/** For people and their tools: all of them unless somebody takes one out. */
export const documentFormats = all.filter(({ name }) => !(name in dialects));

/** Firewall languages: those that the customer's team speaks. */
export const dialectFormats = all.filter(({ name }) => name in dialects);

const key = 'gatecheck.request-formats';

const usual: ExportChoice = { formats: documentFormats.map(({ name }) => name), paper: 'a4' };

/** Reads what was stored; what this version does not know is left out, and nothing at all means the usual. */
export function choiceOf(text: string | null): ExportChoice {
  if (text === null) return usual;
  try {
    const { formats, paper } = JSON.parse(text) as { formats?: unknown; paper?: unknown };
    const named: readonly unknown[] = Array.isArray(formats) ? formats : [];
    const known = requestFormats.filter((name) => named.includes(name));
    return { formats: known.length > 0 ? known : usual.formats, paper: paper === 'letter' ? 'letter' : 'a4' };
  } catch {
    return usual;
  }
}

export function storedChoice(): ExportChoice {
  try {
    return choiceOf(window.localStorage.getItem(key));
  } catch {
    return usual;
  }
}

export function storeChoice(choice: ExportChoice): void {
  try {
    window.localStorage.setItem(key, JSON.stringify(choice));
  } catch {
    // Without storage the choice lasts as long as the window.
  }
}

/** The choice with one format more or less, in the registry's order. */
export function toggled(choice: ExportChoice, name: RequestFormat): ExportChoice {
  const has = choice.formats.includes(name);
  return {
    ...choice,
    formats: requestFormats.filter((one) => (one === name ? !has : choice.formats.includes(one))),
  };
}
