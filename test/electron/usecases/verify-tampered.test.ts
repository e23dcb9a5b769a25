import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parseAllowedSigners } from '../../../electron/signing/index.ts';
import type { VerifyOptions } from '../../../electron/usecases/verify-report.ts';
import { verifyReportFiles } from '../../../electron/usecases/verify-report.ts';
import type { VerifyAnswer, VerifyLine, VerifyResult } from '../../../shared/report/types.ts';
import { buildCommandLine } from '../../helpers/command-line.ts';
import { sshKeygenAnswers } from '../../helpers/ssh-keygen-answers.ts';
import { allowedSigners, kinds, tamperedReports } from '../../helpers/tampered-reports.ts';

const options: VerifyOptions = {
  knownKeys: { kind: 'own', own: [], imported: parseAllowedSigners(allowedSigners) },
  now: new Date('2026-11-25T00:00:00Z'),
  version: '0.1.0',
};

function answerOf({ lines }: VerifyResult, what: VerifyLine['what']): VerifyAnswer | undefined {
  return lines.find((line) => line.what === what)?.answer;
}

it('500 reports, good and tampered with: OpenSSH and we agree on each signature, and no bad one is valid', async () => {
  const cases = tamperedReports(500);
  const isKnown = await sshKeygenAnswers(cases, allowedSigners);
  // What it accepts of a known signer holds; of the rest it is asked whether the signature does.
  const rest = cases.flatMap((one, index) => (isKnown[index] === true ? [] : [{ index, one }]));
  const restHolds = await sshKeygenAnswers(
    rest.map(({ one }) => ({ ...one, email: null })),
    allowedSigners,
  );
  const holds = [...isKnown];
  for (const [at, { index }] of rest.entries()) holds[index] = restHolds[at] === true;
  const wrong: string[] = [];
  let seen = 0;
  for (const [index, one] of cases.entries()) {
    const { report, signature, others, kind } = one;
    const files = { name: 'x.readiness.json', report, signature, pdf: null };
    const beside = others.map((other) => ({ report: other, signature: null }));
    const result = await verifyReportFiles({ ...files, others: beside }, options);
    const signatureHolds = answerOf(result, 'signature') === 'valid';
    if (signatureHolds !== holds[index]) wrong.push(`${kind}: OpenSSH says ${holds[index]} to the signature`);
    if ((signatureHolds && answerOf(result, 'signer') === 'valid') !== isKnown[index]) {
      // OpenSSH does not read the report, so it cannot see that the report names another key.
      if (answerOf(result, 'signer') !== 'invalid' || isKnown[index] !== true)
        wrong.push(`${kind}: OpenSSH says ${isKnown[index]} to the signer`);
    }
    if (result.result !== one.expected) wrong.push(`${kind}: ${result.result} instead of ${one.expected}`);
    for (const [what, answer] of Object.entries(one.lines))
      if (answerOf(result, what as VerifyLine['what']) !== answer)
        wrong.push(
          `${kind}: ${what} is ${answerOf(result, what as VerifyLine['what']) ?? 'absent'}, not ${answer}`,
        );
    seen++;
  }
  expect(wrong).toEqual([]);
  expect(seen).toBe(500);
  expect(holds.filter(Boolean).length).toBe(
    kinds.filter(({ lines }) => lines.signature === 'valid').length * 25,
  );
}, 300_000);

it('the command line says the same of a dozen of them, by its words and by its exit code', () => {
  buildCommandLine();
  const cli = fileURLToPath(new URL('../../../dist/cli.cjs', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'gatecheck-tampered-'));
  try {
    const signers = join(folder, 'allowed_signers');
    writeFileSync(signers, allowedSigners);
    const dozen = tamperedReports(kinds.length).filter(
      ({ kind }) => !/again|waiver|address|catalogue|seen/.test(kind),
    );
    for (const [index, one] of dozen.entries()) {
      const path = join(folder, String(index), 'x.readiness.json');
      mkdirSync(join(folder, String(index)));
      writeFileSync(path, one.report);
      writeFileSync(`${path}.sig`, one.signature);
      for (const other of one.others) {
        const { id } = JSON.parse(Buffer.from(other).toString()) as { id: string };
        const kept = id.replace(/-/g, '').slice(0, 8);
        writeFileSync(join(folder, String(index), `x.20261124T204107Z-${kept}.readiness.json`), other);
      }
      const done = spawnSync(
        process.execPath,
        [cli, 'verify', path, '--allowed-signers', signers, '--json'],
        { encoding: 'utf8', timeout: 60_000, env: { ...process.env, GATECHECK_HOME: join(folder, 'home') } },
      );
      const result = JSON.parse(done.stdout) as VerifyResult;
      const answers = Object.fromEntries(result.lines.map(({ what, answer }) => [what, answer]));
      expect({ kind: one.kind, result: result.result, exit: done.status }).toEqual({
        kind: one.kind,
        result: one.expected,
        exit: { valid: 0, intact: 4, invalid: 1 }[one.expected],
      });
      expect({ kind: one.kind, ...answers }).toMatchObject({ kind: one.kind, ...one.lines });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
