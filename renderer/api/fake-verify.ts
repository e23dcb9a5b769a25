import type { VerifyResult } from '../../shared/report/types.ts';
import type { DroppedFile, Verification } from '../../shared/ipc/verify-calls.ts';
import { sortDropped } from '../../shared/ipc/sort-dropped.ts';

/**
 * The fake's verifier: what a report says of itself decides what is said of it. `"changed"` in its text makes it invalid,
 * `"practice":true` a practice report; its signer is known once the person trusts it.
 */

export const fakeFingerprint = 'SHA256:Vq3x9sZfT0uM4hLbJw7e2RkPcY8nUa1dEoGm5XtKiQs';
const signer = { name: 'Małgorzata Brzęczyk', email: 'm.brzeczyk@nordhafen.example' };

function resultOf(file: string, text: string, known: boolean): VerifyResult {
  const invalid = text.includes('"changed"');
  const practice = text.includes('"practice":true');
  const line = (
    what: VerifyResult['lines'][number]['what'],
    answer: VerifyResult['lines'][number]['answer'],
    says: string,
    findings: VerifyResult['lines'][number]['findings'] = [],
  ): VerifyResult['lines'][number] => ({ what, answer, says, findings });
  return {
    format: 'gatecheck/verify@1',
    file,
    practice,
    result: invalid ? 'invalid' : known ? 'valid' : 'intact',
    readiness: 'not-ready',
    signer: { name: signer.name, fingerprint: fakeFingerprint, known },
    lines: [
      invalid
        ? line('signature', 'invalid', 'The signature does not fit these bytes: the file was changed.')
        : line('signature', 'valid', `The signature holds for every byte of the file (${fakeFingerprint}).`),
      line(
        'signer',
        invalid || !known ? 'cannot-tell' : 'valid',
        known ? 'Signed by a known signer.' : `Signed with key ${fakeFingerprint}, which is not known here.`,
      ),
      line('schema', 'valid', 'The file is a readiness report (gatecheck/report@1).'),
      line('canonical-form', 'valid', 'The file is canonical JSON: one content, one form.'),
      line('catalogue', 'valid', 'The catalogue is the one that this version carries.'),
      line('rules', 'valid', 'All 22 rules follow from the site and the catalogue.'),
      invalid
        ? line('verdicts', 'invalid', 'Some verdicts do not follow from what was observed.', [
            { path: 'checks[3].verdict', message: 'says pass; filtered gives fail.' },
            { path: 'rules[2].verdict', message: 'says pass; its flows give fail.' },
          ])
        : line('verdicts', 'valid', 'The verdicts of all 29 checks follow from what was observed.'),
      line('readiness', 'valid', 'Recomputed: not-ready.'),
      line('previous', 'cannot-tell', 'It follows report 4f1c09ae, which is not here.'),
      line('pdf', 'cannot-tell', 'There is no PDF beside it.'),
    ],
  };
}

export interface FakeVerifier {
  readonly choose: () => Verification;
  readonly files: (files: readonly DroppedFile[]) => Verification;
  readonly trust: () => Verification;
}

export function fakeVerifier(): FakeVerifier {
  let known = false;
  let latest: readonly { readonly name: string; readonly text: string }[] = [];
  let unused: readonly string[] = [];
  let count = 0;
  const verification = (): Verification => {
    count += 1;
    const results = latest.map(({ name, text }) => resultOf(name, text, known));
    return {
      id: `verification-${count}`,
      results,
      toTrust:
        known || results.every(({ result }) => result === 'invalid')
          ? []
          : [{ ...signer, fingerprint: fakeFingerprint }],
      unused,
    };
  };
  return {
    choose: () => {
      latest = [{ name: 'szczecin-dc1.readiness.json', text: '' }];
      unused = [];
      return verification();
    },
    files: (files) => {
      const sorted = sortDropped(files);
      latest = sorted.reports.map(({ name, report }) => ({ name, text: new TextDecoder().decode(report) }));
      unused = [
        ...sorted.unused,
        ...sorted.pdfs.map(
          ({ name }) => `${name} was not verified: no readiness report lies inside this PDF.`,
        ),
      ];
      return verification();
    },
    trust: () => {
      known = true;
      return verification();
    },
  };
}
