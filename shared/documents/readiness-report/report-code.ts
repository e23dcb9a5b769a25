import { given } from '../words.ts';
import type { Report } from '../../report/schema.ts';
import type { Block } from '../model.ts';

/**
 * What the QR codes of a report say: lines that a person reads and a program splits at the first space. The digest names the
 * report; the fingerprint is to be compared with one that came by another way. ADR 29.
 */
function reportCode({ practice, signer }: Report, sha256: string): string {
  return [
    `gatecheck ${practice ? 'PRACTICE' : 'report'} 1`,
    `sha256 ${sha256}`,
    `key ${given(signer.fingerprint)}`,
  ].join('\n');
}

/** The code as a block. */
export function codeBlock(report: Report, sha256: string, mm: number): Block {
  const says = `QR code: the digest of the JSON, SHA-256 ${sha256}, and the key fingerprint ${given(report.signer.fingerprint)}.`;
  return { kind: 'qr', text: reportCode(report, sha256), mm, says };
}
