import { decodeUtf8 } from '../../../electron/usecases/report-files.ts';
import {
  handOffs,
  reportOutput,
  type ReportOutputName,
  reportOutputNames,
} from '../../../shared/documents/report-outputs/registry.ts';
import { summarySchema } from '../../../shared/documents/report-outputs/summary-schema.ts';
import { parseReport } from '../../../shared/report/parse-report.ts';
import { faultOfCsv } from '../../helpers/read-csv.ts';
import { readPrometheus } from '../../helpers/read-prometheus.ts';
import { faultOfXml } from '../../helpers/xml-fault.ts';
import { mixedReport } from '../../shared/documents/report-outputs/mixed-report.ts';
import { sarifShape } from '../../shared/documents/report-outputs/sarif-shape.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { fixedReport, fixedSite } from '../fixed-site.ts';
import { jsonMutator } from '../mutators/json.ts';

/** What a terminal or a page would obey: controls but line ends and tabs, turns of the direction, halves of characters. */
const obeyed = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

/** Why a text is not of its format; null: it is. */
const faults: Readonly<Record<ReportOutputName, (text: string) => string | null>> = {
  junit: faultOfXml,
  sarif: (text) => (sarifShape.safeParse(JSON.parse(text)).success ? null : 'another shape'),
  json: (text) => (summarySchema.safeParse(JSON.parse(text)).success ? null : 'another shape'),
  prometheus: (text) => (readPrometheus(text).length > 0 ? null : 'no samples'),
  csv: faultOfCsv,
  handoff: (text) => (text.endsWith('\n') ? null : 'no end of its last line'),
};

/** A report of somebody who may sign what they like, exported for the tools of those who trust it. */
export const target: FuzzTarget = {
  name: 'report-outputs',
  seeds: () => [fixedReport(fixedSite()), Buffer.from(JSON.stringify(mixedReport()), 'utf8')],
  mutators: [jsonMutator],
  words: [
    ...['pass', 'fail', 'weak-pass', 'inconclusive', 'not-tested', 'confirmed', 'filtered', 'refused'],
    ...['ready', 'ready-with-exceptions', 'not-ready', 'attested', 'waived', 'required', 'optional'],
    ...['node', 'laptop', 'lan', 'wan', 'in', 'out', '53/udp', 'icmp', '2026-11-24T20:41:07Z'],
  ],
  mostBytes: 400_000,
  run: (input) => {
    const read = parseReport(decodeUtf8(input));
    if (!read.ok) return 'refused';
    const { report } = read.value;
    const named = { report, sha256: 'ab'.repeat(32) };
    const verified = { result: 'intact', signerKnown: false } as const;
    for (const format of reportOutputNames) {
      const text = reportOutput(format, { ...named, verified });
      promise(!obeyed.test(text.replaceAll('\r\n', '\n')), `${format}: nothing in it is obeyed.`);
      const fault = faults[format](text);
      promise(fault === null, `${format} is of its format: ${fault ?? ''}`);
    }
    for (const { text } of handOffs({ ...named, verified }))
      promise(!obeyed.test(text), 'A hand-off holds nothing that is obeyed.');
    return 'loaded';
  },
};
