import type { VerifyAnswer, VerifyResult } from '../../../shared/report/types.ts';
import type { IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/state-words.tsx';
import { t } from '../../i18n/t.ts';

export interface Look {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly words: string;
}

export function answerLook(answer: VerifyAnswer): Look {
  switch (answer) {
    case 'valid':
      return { icon: 'confirmed', tone: 'pass', words: t('valid') };
    case 'invalid':
      return { icon: 'fail', tone: 'fail', words: t('invalid') };
    case 'cannot-tell':
      return { icon: 'inconclusive', tone: 'unsure', words: t('cannot tell') };
  }
}

const lineNames = (): Readonly<Record<string, string>> => ({
  signature: t('Signature'),
  signer: t('Signer'),
  schema: t('Format'),
  'canonical-form': t('Canonical form'),
  catalogue: t('Catalogue'),
  rules: t('Rules'),
  verdicts: t('Verdicts'),
  readiness: t('Readiness'),
  previous: t('Report before'),
  pdf: t('PDF'),
  'pdf-signature': t('PDF signature'),
  'carried-over': t('Carried over'),
  redaction: t('Redacted copy'),
});

export function lineName(what: string): string {
  return lineNames()[what] ?? what;
}

/** The one thing that is read at arm's length. */
export function headlineOf({ result, signer }: VerifyResult): Look {
  switch (result) {
    case 'valid':
      return { icon: 'confirmed', tone: 'pass', words: t('Valid') };
    case 'invalid':
      return { icon: 'fail', tone: 'fail', words: t('INVALID') };
    case 'intact':
      return {
        icon: 'inconclusive',
        tone: 'unsure',
        words:
          signer?.known === true
            ? t('Intact, but not everything can be told here')
            : t('Intact, signer unknown'),
      };
  }
}

/** What the headline means for whoever holds the report. */
export function meaningOf({ result, signer }: VerifyResult): string {
  switch (result) {
    case 'valid':
      return t(
        'Nothing was changed since a signer that is known here signed it, and everything follows from what was observed.',
      );
    case 'invalid':
      return t('Do not rely on it. The lines below say where it fails.');
    case 'intact':
      return signer?.known === true
        ? t('Nothing was changed since it was signed. The lines below say what cannot be told.')
        : t(
            'Nothing was changed since it was signed, but anyone could have signed it: who holds this key is not known here.',
          );
  }
}

/** A copy whose names and addresses were replaced says so before anything else. */
export function isRedacted({ lines }: VerifyResult): boolean {
  return lines.some(({ what }) => (what as string) === 'redaction');
}

/** `Vq3x 9sZf T0uM …`: read aloud in fours. The text that is copied has no gaps. */
export function inFours(fingerprint: string): string {
  const [, kind, letters] = /^(SHA256:)?(.*)$/.exec(fingerprint) ?? [];
  return `${kind ?? ''}${(letters ?? '').replace(/(.{4})(?=.)/g, '$1 ')}`;
}

/** A fingerprint as people type or paste it: with gaps, or without the name of the hash before it. */
export function sameFingerprint(a: string, b: string): boolean {
  const bare = (text: string): string =>
    text
      .replace(/\s+/g, '')
      .replace(/^SHA256:/i, '')
      .replace(/=+$/, '');
  return bare(a) !== '' && bare(a) === bare(b);
}
