import files from '../../shared/words/catalogues/en/files.json' with { type: 'json' };
import machine from '../../shared/words/catalogues/en/machine.json' with { type: 'json' };
import phrases from '../../shared/words/catalogues/en/phrases.json' with { type: 'json' };
import probes from '../../shared/words/catalogues/en/probes.json' with { type: 'json' };
import report from '../../shared/words/catalogues/en/report.json' with { type: 'json' };
import site from '../../shared/words/catalogues/en/site.json' with { type: 'json' };
import usecases from '../../shared/words/catalogues/en/usecases.json' with { type: 'json' };
import verdicts from '../../shared/words/catalogues/en/verdicts.json' with { type: 'json' };
import type { KnownThings } from './known-things.ts';
import { machineSentences } from './machine-sentences.ts';
import { OwnSentences } from './own-sentences.ts';
import type { Redactor } from './redact.ts';

let read: OwnSentences | null = null;

/** Read when the first one is needed: a start waits for nothing. */
function ownSentences(): OwnSentences {
  read ??= new OwnSentences(
    [files, machine, phrases, probes, report, site, usecases, verdicts].flatMap((area) => area),
    machineSentences,
  );
  return read;
}

/** Knows what the program's own sentences are, and what of the open sites is the customer's. */
export function sentenceRedactor(things: KnownThings): Redactor {
  return {
    thing: (value) => things.thing(value),
    sentence: (text) => ownSentences().without(text, things.tokenOf),
    gives: things.gives,
  };
}
