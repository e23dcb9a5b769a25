import type { GivenFile } from './given-file.ts';

/** A report with the signature that belongs to it by its name. */
export interface ReportPair {
  readonly report: GivenFile;
  readonly signature: GivenFile | null;
}

export interface SortedFiles {
  readonly reports: readonly ReportPair[];
  readonly allowedSigners: readonly GivenFile[];
  /** What was not used, as sentences. */
  readonly notes: readonly string[];
}

type Kind = 'report' | 'signature' | 'pdf' | 'page' | 'allowed-signers' | 'other';

function kindOf({ name }: GivenFile): Kind {
  const plain = undoubled(name).toLowerCase();
  if (plain.endsWith('.sig')) return 'signature';
  if (plain.endsWith('.json')) return 'report';
  if (plain.endsWith('.pdf')) return 'pdf';
  if (/\.html?$/.test(plain)) return 'page';
  return /signers|\.pub$|\.txt$|^[^.]*$/.test(plain) ? 'allowed-signers' : 'other';
}

/** What says whom to trust is for the person to bring: it never counts when it travels with what it would vouch for. */
export function isReportOrSignature(file: GivenFile): boolean {
  return ['report', 'signature'].includes(kindOf(file));
}

/** A browser numbers a second download of one name: `a.readiness (1).json`. */
function undoubled(name: string): string {
  return name.replace(/ ?\(\d+\)(?=\.|$)/g, '');
}

function noteOn(file: GivenFile): string {
  switch (kindOf(file)) {
    case 'pdf':
      return `${file.name}: a PDF is not compared here. What is signed is the JSON file; gatecheck verify compares both.`;
    case 'page':
      return `${file.name} was not used: it is a page of its own. What is in it is shown when it is opened.`;
    default:
      return `${file.name} was not used: it is no report (.json), signature (.sig) or allowed_signers file by its name.`;
  }
}

/**
 * Which of some files belong together: `NAME.json` is a report, `NAME.json.sig` its signature. A lone report and a lone
 * signature belong together whatever their names: whoever renames a file still gets it verified.
 */
export function sortFiles(files: readonly GivenFile[]): SortedFiles {
  const of = (kind: Kind): GivenFile[] => files.filter((file) => kindOf(file) === kind);
  const [reports, signatures] = [of('report'), of('signature')];
  const used = new Set<GivenFile>();
  const signatureOf = ({ name }: GivenFile): GivenFile | null => {
    const found =
      signatures.find((one) => one.name === `${name}.sig`) ??
      signatures.find((one) => undoubled(one.name) === `${undoubled(name)}.sig`) ??
      (reports.length === 1 && signatures.length === 1 ? signatures[0] : undefined);
    if (found !== undefined) used.add(found);
    return found ?? null;
  };
  const pairs = reports.map((report) => ({ report, signature: signatureOf(report) }));
  const lone = signatures.filter((one) => !used.has(one));
  return {
    reports: pairs,
    allowedSigners: of('allowed-signers'),
    notes: [
      ...lone.map(
        ({ name }) => `${name} was not used: the report that it belongs to is not among the files.`,
      ),
      ...[...of('pdf'), ...of('page'), ...of('other')].map(noteOn),
    ],
  };
}
