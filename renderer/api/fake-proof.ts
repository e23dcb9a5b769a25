import type { IpcArguments, IpcResults } from '../../shared/ipc/contract.ts';
import type { reportArguments } from '../../shared/ipc/report-calls.ts';
import { reportOutputs } from '../../shared/documents/report-outputs/registry.ts';
import { fakeFingerprint, fakeVerifier } from './fake-verify.ts';
import { ProblemError } from './problem.ts';

type Call = keyof typeof reportArguments;
type Handlers = { readonly [C in Call]: (...args: IpcArguments<C>) => Promise<IpcResults[C]> };

const folder = '/home/tech/aurora';
const stem = 'szczecin-dc1.readiness';

export interface FakeProof {
  readonly handlers: Handlers;
  /** Of the rules of the signed report that do not pass. */
  readonly signed: (rules: readonly { readonly id: string; readonly title: string }[]) => void;
}

/** What the fake makes of a signed report, and its history: three reports and a run that nobody signed. */
export function fakeProof(): FakeProof {
  let texts: Readonly<Record<string, string>> | null = null;
  const now = <T>(value: T): Promise<T> => Promise.resolve(value);
  const signedOnly = <T>(value: T): Promise<T> =>
    texts === null
      ? Promise.reject(
          new ProblemError({
            message: 'There is no signed report of this site yet.',
            cure: 'Sign the report first.',
            findings: [],
          }),
        )
      : now(value);
  const file = (name: string) => ({ id: `file-${name}`, name });
  const you = { name: 'Małgorzata Brzęczyk', fingerprint: fakeFingerprint, own: true };
  const report = { kind: 'report' as const, fileName: `${stem}.json`, signer: you, cancelled: false };
  return {
    signed: (rules) => {
      texts = Object.fromEntries(
        rules.map(({ id, title }) => [id, `Firewall path that does not work: ${title}`]),
      );
    },
    handlers: {
      'report.latest': () =>
        now(
          texts === null
            ? null
            : {
                fileName: `${stem}.json`,
                createdAt: '2026-11-24T20:41:07Z',
                readiness: 'not-ready' as const,
              },
        ),
      'report.handOff': (_id, { of, ids }) => {
        const text = ids
          .map((rule) => `Firewall path that does not work: ${texts?.[rule] ?? rule}`)
          .join('\n\n');
        return of === 'draft' ? now(`*** Draft ***\n${text}`) : signedOnly(text);
      },
      'report.export': (_id, { formats }) =>
        signedOnly({
          folder,
          files: formats.map((format) => file(`szczecin-dc1${reportOutputs[format].extension}`)),
        }),
      'report.receipt': (_id, { of, token, sign }) => {
        if (token !== 'k7m2pqr9xz')
          return Promise.reject(
            new ProblemError({
              message: 'No unanswered datagram of this run carried this token.',
              cure: 'Type the word that stands behind "path check" in the message, ten letters and digits; each run sends another one.',
              findings: [],
            }),
          );
        return of === 'draft' || sign.passphrase === 'wrong'
          ? now(null)
          : signedOnly({ folder, files: ['json', 'json.sig', 'pdf'].map((end) => file(`${stem}.${end}`)) });
      },
      'report.record': (_id, { filled }) =>
        signedOnly({
          folder,
          files: [file('FCR-2026-031_A_active.pdf'), file('FCR-2026-031_A.active.json')],
          remarks: [
            filled
              ? 'Every byte of the form that came back stays; the times were added to its end.'
              : 'The form was made again from the site: it is blank.',
          ],
        }),
      'report.verifier': () => signedOnly({ folder, files: [file(`${stem}.html`)] }),
      'report.redact': (_id, { passphrase }) =>
        passphrase === 'wrong'
          ? Promise.reject(
              new ProblemError({
                message: 'The passphrase does not open the signing identity.',
                cure: 'Type the passphrase. Nobody can recover it.',
                findings: [],
              }),
            )
          : signedOnly({ folder, files: [file('redacted-4f1c09ae.readiness.json')] }),
      'history.list': () =>
        now({
          entries: [
            {
              ...report,
              ...{ line: 6, at: '2026-11-24T20:41:07Z', readiness: 'ready-with-exceptions' as const },
              counts: { pass: 15, fail: 0, inconclusive: 0, attested: 3, waived: 1 },
            },
            {
              kind: 'run' as const,
              ...{ line: 4, at: '2026-11-24T20:31:00Z', outcome: 'cancelled' as const },
              ...{ carriedOut: 12, checks: 29 },
            },
            {
              ...report,
              ...{ line: 3, at: '2026-11-24T20:20:07Z', readiness: 'not-ready' as const, cancelled: true },
              counts: { pass: 12, fail: 3, inconclusive: 4, attested: 0, waived: 0 },
            },
            {
              ...report,
              ...{ line: 2, at: '2026-11-12T09:40:00Z', readiness: 'not-ready' as const, counts: null },
              signer: { name: '', fingerprint: fakeFingerprint, own: false },
            },
          ],
          faults: [],
        }),
      'history.verify': () => {
        const [result] = fakeVerifier().choose().results;
        return result === undefined ? Promise.reject(new Error('Nothing was verified.')) : now(result);
      },
      'history.export': (_id, { formats }) =>
        now({
          folder,
          files: formats.map((format) =>
            file(`szczecin-dc1-20261124T204107Z${reportOutputs[format].extension}`),
          ),
        }),
      'history.handOff': () => now('Firewall path that does not work: Kerberos, TCP 88'),
      'history.compare': () =>
        now({
          headline:
            'Worse: 1 connection broke, 2 connections opened; was not-ready, is ready-with-exceptions.',
          worse: true,
          older: '2026-11-24T20:20:07Z',
          newer: '2026-11-24T20:41:07Z',
          parts: [
            {
              title: 'Broke: passed before, does not pass any more',
              sentences: [
                'node szz-1 to 10.48.5.54 123/udp (ntp.szz-1.out.lan.123-udp.v4): was confirmed: pass, is no-answer: inconclusive.',
              ],
            },
            {
              title: 'Opened: did not pass before, passes now',
              sentences: [
                'node szz-1 to 10.48.5.12 389/tcp (ldap.szz-1.out.lan.389-tcp.v4): was filtered: fail, is confirmed: pass at 2026-11-24T20:41:01Z.',
                'node szz-1 to 10.48.5.12 88/tcp (kerberos.szz-1.out.lan.88-tcp.v4): was rejected: fail, is confirmed: pass at 2026-11-24T20:41:02Z.',
              ],
            },
          ],
        }),
    },
  };
}
