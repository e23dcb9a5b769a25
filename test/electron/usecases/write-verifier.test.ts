import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  verifierSha256,
  writeEmptyVerifier,
  writeVerifier,
} from '../../../electron/usecases/write-verifier.ts';
import { readEmbedded } from '../../../renderer/verifier/embedded.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import type { SampleFile } from '../../helpers/report-samples.ts';
import { chainBy, personWith, reportBy, sampleName, signedBy } from '../../helpers/report-samples.ts';

const root = mkdtempSync(join(tmpdir(), 'gatecheck-write-verifier-'));
const verifierFile = join(root, 'verifier.html');
const slot = '<script type="application/json" id="embedded">';
const page = `<!doctype html><title>verifier</title>${slot}null</script><script>run()</script>`;
const person = personWith('ed25519');
let folder = '';

writeFileSync(verifierFile, page);

beforeEach(() => {
  folder = mkdtempSync(join(root, 'out-'));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function put(files: readonly SampleFile[]): string {
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  return join(folder, sampleName);
}

/** What the page that was written holds, read as the page itself reads it. */
function within(path: string) {
  const text = readFileSync(path, 'utf8');
  const start = text.indexOf(slot) + slot.length;
  const embedded = readEmbedded(text.slice(start, text.indexOf('</script>', start)));
  if (embedded.kind !== 'report') throw new Error(`The page holds ${embedded.kind}.`);
  return embedded;
}

describe('the empty verifier', () => {
  it('is written as it was built, and its digest is that of the file', async () => {
    const path = await writeEmptyVerifier(verifierFile, folder);
    expect(path).toBe(join(folder, 'gatecheck-verifier.html'));
    expect(readFileSync(path, 'utf8')).toBe(page);
    expect(await verifierSha256(verifierFile)).toBe(createHash('sha256').update(page).digest('hex'));
  });

  it('that is missing is said to be, with the cure', async () => {
    await expect(writeEmptyVerifier(join(root, 'absent.html'), folder)).rejects.toMatchObject({
      kind: 'cannot',
      cure: expect.stringContaining('npm run build') as string,
    });
  });
});

describe('the verifier with a report in it', () => {
  it('holds report, signature and the reports before it, byte for byte, and the digest of the empty one', async () => {
    const chain = chainBy(person);
    const reportPath = put(chain.flat());
    const { path, earlier, leftOut } = await writeVerifier({ verifierFile, reportPath, folder });
    expect(path).toBe(join(folder, 'gdansk-dc1.readiness.html'));
    expect(earlier).toEqual([chain[1]?.[0]?.name, chain[2]?.[0]?.name]);
    expect(leftOut).toEqual([]);
    const embedded = within(path);
    expect(embedded.verifier).toBe(await verifierSha256(verifierFile));
    expect(embedded.files.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes ?? []) }))).toEqual(
      chain.flat().map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes) })),
    );
  });

  it('holds no earlier report that was altered, nor what came before that', async () => {
    const chain = chainBy(person);
    const reportPath = put(chain.flat());
    writeFileSync(join(folder, chain[1]?.[0]?.name ?? ''), 'altered');
    const { earlier } = await writeVerifier({ verifierFile, reportPath, folder });
    expect(earlier).toEqual([]);
  });

  it('of a redacted copy leaves out the reports that hold the real names', async () => {
    const [, before = []] = chainBy(person);
    const bytes = before[0]?.bytes ?? new Uint8Array();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const previous = { id: '21111111-aaaa-4bbb-8ccc-000000000000', sha256 };
    const redacted = { ...reportBy(person, { previous }), redactedFrom: previous };
    const reportPath = put([...before, ...signedBy(person, reportBytes(redacted))]);
    const { earlier, path } = await writeVerifier({ verifierFile, reportPath, folder });
    expect(earlier).toEqual([]);
    expect(within(path).files).toHaveLength(2);
  });

  it('is not written without a signature, or of a file that is no report', async () => {
    const [files = []] = chainBy(person);
    const reportPath = put(files.slice(0, 1));
    await expect(writeVerifier({ verifierFile, reportPath, folder })).rejects.toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('.sig is missing') as string,
    });
    writeFileSync(reportPath, '{}');
    await expect(writeVerifier({ verifierFile, reportPath, folder })).rejects.toMatchObject({
      kind: 'bad-input',
    });
    expect(readdirSync(folder)).toEqual([sampleName]);
    expect(existsSync(join(folder, 'gdansk-dc1.readiness.html'))).toBe(false);
  });
});
