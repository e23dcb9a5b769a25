import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerifyResult } from '../../../shared/report/types.ts';
import { verifyReportFile, type VerifyOptions } from '../verify-report.ts';

export async function verifyReportFiles(
  files: {
    readonly name: string;
    readonly report: Uint8Array;
    readonly signature: Uint8Array | null;
    readonly pdf: Uint8Array | null;
    readonly others: readonly Uint8Array[];
  },
  options: VerifyOptions,
): Promise<VerifyResult> {
  const folder = await mkdtemp(join(tmpdir(), 'gatecheck-verify-'));
  try {
    const path = join(folder, 'report.readiness.json');
    await writeFile(path, files.report);
    if (files.signature !== null) await writeFile(`${path}.sig`, files.signature);
    if (files.pdf !== null) await writeFile(path.replace(/json$/, 'pdf'), files.pdf);
    return { ...(await verifyReportFile(path, options)), file: files.name };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
