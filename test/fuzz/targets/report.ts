import { createSshSignature } from '../../../electron/signing/sshsig.ts';
import { allowedSignersLine, parseAllowedSigners } from '../../../electron/signing/index.ts';
import { verifyReportFiles, type VerifyOptions } from '../../../electron/usecases/verify-report.ts';
import { decodeUtf8 } from '../../../electron/usecases/report-files.ts';
import { parseReport } from '../../../shared/report/parse-report.ts';
import { canonicalJson } from '../../../shared/lib/digest.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { fixedKey, fixedSigner } from '../fixed-keys.ts';
import { fixedReport, fixedSite } from '../fixed-site.ts';
import { jsonMutator, jsonMutatorWrittenBy } from '../mutators/json.ts';

const { email, publicKeyLine } = fixedSigner();
const key = fixedKey(7);
const good = fixedReport(fixedSite());
const goodSignature = createSshSignature(good, key);
const options: VerifyOptions = {
  knownKeys: {
    kind: 'own',
    own: [],
    imported: parseAllowedSigners(allowedSignersLine(email, publicKeyLine)),
  },
  now: new Date('2026-11-25T08:00:00Z'),
  version: '0.1.0',
};

const answers = new Set(['valid', 'invalid', 'cannot-tell']);

/** A readiness report with a signature of another text, and once more as if its signer had signed it so. */
export const target: FuzzTarget = {
  name: 'report',
  seeds: () => [good],
  mutators: [jsonMutatorWrittenBy(canonicalJson), jsonMutatorWrittenBy(canonicalJson), jsonMutator],
  words: [
    ...[
      'gatecheck/report@1',
      'pass',
      'fail',
      'weak-pass',
      'not-tested',
      'confirmed',
      'filtered',
      'refused',
      'ready',
    ],
    ...[
      'ready-with-exceptions',
      'not-ready',
      'checks',
      'rules',
      'groups',
      'waivers',
      'attestations',
      'previous',
      'earlier',
    ],
    ...[
      'observation',
      'verdict',
      'evidence',
      'signer',
      'publicKey',
      'fingerprint',
      'catalog',
      'sha256',
      'site',
      'run',
    ],
  ],
  mostBytes: 150_000,
  run: async (input) => {
    const same = Buffer.compare(input, good) === 0;
    const files = { name: 'x.readiness.json', report: input, pdf: null };
    const asMailed = await verifyReportFiles({ ...files, signature: goodSignature, others: [] }, options);
    promise(
      same === (asMailed.result === 'valid') && (same || asMailed.result === 'invalid'),
      'Changed bytes never verify.',
    );
    const signature = createSshSignature(input, key);
    const others = [{ report: good, signature: goodSignature }];
    const resigned = await verifyReportFiles({ ...files, signature, others }, options);
    promise(
      resigned.lines.length > 0 && resigned.lines.every(({ answer }) => answers.has(answer)),
      'Every line answers.',
    );
    const line = resigned.lines.find(({ what }) => what === 'canonical-form');
    if (resigned.result === 'valid') {
      promise(
        canonicalJson(JSON.parse(Buffer.from(input).toString('utf8'))) ===
          Buffer.from(input).toString('utf8'),
        'What verifies is written in the one way.',
      );
      promise(line === undefined || line.answer === 'valid', 'What verifies says so in every line.');
    }
    return parseReport(decodeUtf8(input)).ok ? 'loaded' : 'refused';
  },
};
