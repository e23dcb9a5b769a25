import { generateKeyPairSync } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportCommand, type ExportOptions } from '../../../electron/cli/commands/export.ts';
import { allowedSignersLine } from '../../../electron/signing/index.ts';
import { signerOf } from '../../../electron/signing/signer.ts';
import { signReport } from '../../../electron/usecases/sign-report.ts';
import { version } from '../../../shared/lib/version.ts';
import { passing, runOf } from '../../helpers/site-run.ts';
import { createdAt, provableSite } from '../../shared/report/sample-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatecheck-export-'));
const signer = signerOf(generateKeyPairSync('ed25519').privateKey, 'Tech', 'tech@example.com');
const allowedSigners = join(folder, 'allowed_signers');
let report = '';

beforeAll(async () => {
  const planned = provableSite();
  const { saved } = await signReport(
    {
      ...planned,
      siteName: 'gdansk',
      run: runOf(planned, (check) => (check.rule.startsWith('ntp.') ? 'filtered' : passing(check))),
      folder: join(folder, 'report'),
      createdAt,
      id: '4f1c09ae-77d2-4d4c-9c53-1c3a5b2d8c1e',
      version,
    },
    { signer, renderPdf: () => Promise.resolve(Buffer.from('a PDF')) },
  );
  report = saved.files[0] ?? '';
  writeFileSync(allowedSigners, `${allowedSignersLine('tech@example.com', signer.publicKeyLine)}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(path: string, options: Partial<ExportOptions>) {
  let [out, err] = ['', ''];
  const code = await exportCommand(
    path,
    { out: join(folder, 'out'), format: 'json', perRule: false, ...options },
    {
      terminal: {
        out: (text) => (out += text),
        err: (text) => (err += text),
        overwrite: () => undefined,
        interactive: false,
      },
      environment: {},
      userFolder: join(folder, 'home'),
      fontsFolder: '',
      formsWorker: '',
      verifierFile: '',
      now: () => new Date('2026-11-25T00:00:00Z'),
      signal: new AbortController().signal,
    },
  );
  return { code, out, err };
}

describe('gatecheck export', () => {
  it('writes every format of a valid report under its name, and a text for each rule to act on', async () => {
    const format = 'junit,sarif,json,prometheus,csv,handoff';
    const { code, err } = await run(report, { format, perRule: true, allowedSigners });
    expect([code, err]).toEqual([0, '']);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(
      ['checks.csv', 'handoff.3.txt', 'handoff.txt', 'junit.xml', 'prom', 'sarif', 'summary.json'].map(
        (end) => `gdansk.${end}`,
      ),
    );
  });

  it('gives one format to standard output, with lines that a pipe takes', async () => {
    const { out } = await run(report, { format: 'csv', out: '-', allowedSigners });
    expect(out).toMatch(/^practice,rule_number,/);
    expect(out).not.toContain('\r');
  });

  it('allows an unknown signer, and says so in the output and in the exit', async () => {
    const { code, out, err } = await run(report, { out: '-' });
    expect(code).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ verified: { result: 'intact', signerKnown: false } });
    expect(err).toContain('signer unknown');
  });

  it('writes nothing of a report that does not verify', async () => {
    const bad = join(folder, 'bad', 'gdansk.readiness.json');
    mkdirSync(join(folder, 'bad'));
    writeFileSync(bad, readFileSync(report, 'utf8').replace('"filtered"', '"confirmed"'));
    writeFileSync(`${bad}.sig`, readFileSync(`${report}.sig`));
    const { code, err } = await run(bad, { out: join(folder, 'none'), allowedSigners });
    expect(code).toBe(1);
    expect(err).toContain('Nothing was written: the report does not verify.');
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it.each([
    [{ format: 'pdf' }, 'There is no format "pdf".'],
    [{ format: 'csv,json', out: '-' }, 'Standard output takes one format.'],
    [{ format: ' , ' }, 'No format is given.'],
  ])('refuses %o before it reads anything', async (options, message) => {
    await expect(run(join(folder, 'absent'), options)).rejects.toMatchObject({ kind: 'bad-input', message });
  });
});
