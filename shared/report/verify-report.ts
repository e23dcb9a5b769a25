import type { Catalog } from '../catalog/schema.ts';
import type { Finding, Result } from '../lib/result.ts';
import type { RuleSet } from '../rules/types.ts';
import { contradictions } from './contradictions.ts';
import type { EarlierFile } from './earlier-files.ts';
import { EarlierFiles } from './earlier-files.ts';
import type { ParsedReport } from './parse-report.ts';
import { planAsRecorded } from './plan-as-recorded.ts';
import type { Report } from './schema.ts';
import type { SignatureCheck, SignerAnswer, VerifyAnswer, VerifyLine, VerifyResult } from './types.ts';
import { canonicalLine } from './verify-canonical.ts';
import { carriedLine } from './verify-carried.ts';
import type { RecomputeRules } from './verify-content.ts';
import {
  comparePlan,
  compareRules,
  compareVerdicts,
  judgeAgain,
  misplacedChecks,
  verifyCatalogue,
} from './verify-content.ts';
import { previousLine, redactionLine } from './verify-earlier.ts';
import { line } from './verify-line.ts';

export interface VerifyInput {
  /** Name for people. */
  readonly file: string;
  /** What `parseReport` made of its bytes. */
  readonly parsed: Result<ParsedReport, Finding[]>;
  readonly signature: SignatureCheck;
  readonly findSigner: (publicKey: string, signer: Report['signer']) => SignerAnswer;
  readonly findCatalog: (id: string) => Catalog | undefined;
  readonly recomputeRules: RecomputeRules;
  /** Version of this software: only a report of the same one can be held against our own plan. */
  readonly version: string;
  /** Other reports that are at hand, in any order. */
  readonly earlier: readonly EarlierFile[];
  /** How the PDF beside it compares. */
  readonly pdf: {
    readonly answer: VerifyAnswer;
    readonly says: string;
    /** What its own signature says; absent: there is no PDF to look at. */
    readonly signature?: { readonly answer: VerifyAnswer; readonly says: string };
  };
}

/** Two keys as `TYPE BASE64`; comments do not matter. */
function sameKey(a: string, b: string): boolean {
  const bare = (key: string): string => key.trim().split(/\s+/).slice(0, 2).join(' ');
  return bare(a) === bare(b);
}

function signatureLine(signature: SignatureCheck): VerifyLine {
  return signature.ok
    ? line('signature', 'valid', `The signature holds for every byte of the file (${signature.fingerprint}).`)
    : line('signature', 'invalid', signature.reason);
}

function signerLine(input: VerifyInput, report: Report): VerifyLine {
  const { signature } = input;
  if (!signature.ok)
    return line('signer', 'cannot-tell', 'Without a good signature nobody can say who signed.');
  const { signer } = report;
  if (!sameKey(signature.publicKey, signer.publicKey) || signature.fingerprint !== signer.fingerprint) {
    const says = `The report names key ${signer.fingerprint}, but ${signature.fingerprint} signed it.`;
    return line('signer', 'invalid', says);
  }
  const answer = input.findSigner(signature.publicKey, signer);
  return answer.known
    ? line('signer', 'valid', answer.says)
    : line(
        'signer',
        'cannot-tell',
        `${answer.says} A good signature from a key that you do not know proves only that nothing was changed.`,
      );
}

function rulesLine(report: Report, ruleSet: RuleSet, from: string, known: boolean): VerifyLine {
  const findings = compareRules(report, ruleSet);
  if (findings.length > 0) {
    return line('rules', 'invalid', `The rules do not follow from the site and ${from}.`, findings);
  }
  return known
    ? line('rules', 'valid', `All ${report.rules.length} rules follow from the site and ${from}.`)
    : line(
        'rules',
        'cannot-tell',
        `The rules follow from the site and ${from}; whether that is the vendor's table, nobody can say here.`,
      );
}

function contentLines(input: VerifyInput, report: Report): VerifyLine[] {
  const notLooked = (what: VerifyLine['what'], why: string): VerifyLine => line(what, 'cannot-tell', why);
  const catalogue = verifyCatalogue(report, input.findCatalog);
  if (catalogue.catalog === null) {
    const why = 'Not recomputed: the embedded catalogue does not hold together.';
    return [catalogue.line, notLooked('rules', why), notLooked('verdicts', why), notLooked('readiness', why)];
  }
  const ruleSet = input.recomputeRules(catalogue.catalog, report.site);
  if (!ruleSet.ok) {
    const why = 'Not recomputed: the site gives no rules.';
    return [
      catalogue.line,
      line('rules', 'invalid', 'The site of the report does not hold together.', ruleSet.error),
      notLooked('verdicts', why),
      notLooked('readiness', why),
    ];
  }
  const rules = rulesLine(report, ruleSet.value, catalogue.from, catalogue.known);
  const sameVersion = report.software.version === input.version;
  const plan = sameVersion ? planAsRecorded(report, ruleSet.value) : null;
  const misplaced = [
    ...misplacedChecks(report, ruleSet.value),
    ...(plan === null ? [] : comparePlan(report, plan)),
  ];
  if (misplaced.length > 0) {
    return [
      catalogue.line,
      rules,
      line('verdicts', 'invalid', 'The checks on record are not those of the rules.', misplaced),
      notLooked('readiness', 'Not recomputed: the checks on record are not those of the rules.'),
    ];
  }
  const judgement = judgeAgain(report, ruleSet.value);
  const findings = [...contradictions(report, plan), ...compareVerdicts(report, judgement, sameVersion)];
  const unlooked = sameVersion
    ? ''
    : ` Whether checks are missing was not looked at: the report was made by version ${report.software.version}.`;
  const again = judgement.readiness.readiness;
  return [
    catalogue.line,
    rules,
    findings.length === 0
      ? line(
          'verdicts',
          'valid',
          `The verdicts of all ${report.checks.length} checks follow from what was observed.${unlooked}`,
        )
      : line(
          'verdicts',
          'invalid',
          'Some verdicts do not follow from what was observed, or the record speaks against itself.',
          findings,
        ),
    again === report.readiness
      ? line('readiness', 'valid', `Recomputed: ${again}.`)
      : line('readiness', 'invalid', `The report says ${report.readiness}; its verdicts give ${again}.`),
  ];
}

/** About other files than the report and its signature: what is not here takes nothing from the report. */
const besides: readonly VerifyLine['what'][] = [
  'previous',
  'carried-over',
  'redaction',
  'pdf',
  'pdf-signature',
];

function resultOf(lines: readonly VerifyLine[]): VerifyResult['result'] {
  if (lines.some((one) => one.answer === 'invalid')) return 'invalid';
  const open = lines.some(({ answer, what }) => answer === 'cannot-tell' && !besides.includes(what));
  return open ? 'intact' : 'valid';
}

/**
 * Verifies a readiness report without any I/O: signature and signer as given, then schema, canonical form, catalogue,
 * rules, verdicts and readiness, each recomputed from what the report itself carries.
 */
export function verifyReport(input: VerifyInput): VerifyResult {
  const signature = signatureLine(input.signature);
  const { parsed } = input;
  if (!parsed.ok) {
    return {
      format: 'gatecheck/verify@1',
      file: input.file,
      practice: false,
      result: 'invalid',
      readiness: null,
      signer: null,
      lines: [
        signature,
        line('schema', 'invalid', 'The file is no readiness report that can be read here.', parsed.error),
      ],
    };
  }
  const { report } = parsed.value;
  const earlier = new EarlierFiles(input.earlier);
  const carried = carriedLine(report, earlier, input.findSigner);
  const redaction = redactionLine(report, earlier);
  const signer = signerLine(input, report);
  const lines = [
    signature,
    signer,
    line('schema', 'valid', 'The file is a readiness report (gatecheck/report@1).'),
    canonicalLine(parsed.value),
    ...contentLines(input, report),
    previousLine(report, earlier),
    ...(carried === null ? [] : [carried]),
    ...(redaction === null ? [] : [redaction]),
    line('pdf', input.pdf.answer, input.pdf.says),
    ...(input.pdf.signature === undefined
      ? []
      : [line('pdf-signature', input.pdf.signature.answer, input.pdf.signature.says)]),
  ];
  return {
    format: 'gatecheck/verify@1',
    file: input.file,
    practice: report.practice,
    result: resultOf(lines),
    readiness: report.readiness,
    signer: {
      name: report.signer.name,
      fingerprint: report.signer.fingerprint,
      known: signer.answer === 'valid',
    },
    lines,
  };
}

/** Exit code of `gatecheck verify`, as pinned for scripts. */
export function verifyExitCode(result: VerifyResult, requireReady: boolean): 0 | 1 | 4 {
  if (result.result === 'invalid') return 1;
  if (requireReady && result.readiness !== 'ready' && result.readiness !== 'ready-with-exceptions') return 1;
  if (result.result === 'intact') return 4;
  return requireReady && result.readiness === 'ready-with-exceptions' ? 4 : 0;
}
