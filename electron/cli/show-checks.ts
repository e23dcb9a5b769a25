import type { Report } from '../../shared/report/schema.ts';
import type { CheckRecord, Readiness } from '../../shared/results/types.ts';
import type { RunProgress } from '../usecases/run/progress.ts';
import { columns } from './terminal.ts';
import type { Terminal } from './terminal.ts';

function targetOf(check: CheckRecord): string {
  const { address, port, protocol } = check.target;
  return port === null ? `${address} ${protocol}` : `${address} ${port}/${protocol}`;
}

/** Progress for people: one line that is overwritten on a terminal, plain lines otherwise. */
export function progressPrinter(terminal: Terminal): (progress: RunProgress) => void {
  let total = 0;
  // A check is told again when what was told of it does not count any more.
  const told = new Set<string>();
  return (progress) => {
    switch (progress.kind) {
      case 'phase':
        if (terminal.interactive) terminal.overwrite('');
        terminal.err(`${progress.node}: ${progress.says}\n`);
        return;
      case 'started':
        total = progress.checks.length;
        return;
      case 'observed': {
        const { record } = progress;
        told.add(record.id);
        const done = told.size;
        const line = `${done} of ${total}  ${record.observation}: ${record.verdict}  ${targetOf(record)}`;
        if (terminal.interactive) terminal.overwrite(line);
        else terminal.err(`${line}\n`);
        if (terminal.interactive && done === total) terminal.err('\n');
        return;
      }
      case 'running':
      case 'node':
        return;
    }
  };
}

const headline: Readonly<Record<Readiness, string>> = {
  ready: 'Ready.',
  'ready-with-exceptions': 'Ready with exceptions.',
  'not-ready': 'Not ready.',
};

function carriedSentence({ checks, carriedFrom }: Report): string {
  const count = checks.filter(({ carriedOverFrom }) => carriedOverFrom !== null).length;
  const reports = carriedFrom.map(({ id, createdAt }) => `${id.slice(0, 8)} of ${createdAt}`).join(', ');
  return `${count} of ${checks.length} results are carried over, from report ${reports}.`;
}

/** The result of a run for people: the verdict first, then what stands in the way, then what passed. */
export function showReport(report: Report, sentence: string): string {
  const order = { fail: 0, inconclusive: 1, pass: 2 } as const;
  const rows = report.checks
    .slice()
    .sort((a, b) => order[a.verdict] - order[b.verdict])
    .map((check) => [
      check.verdict,
      `${check.observation}${check.weak ? ' (weak)' : ''}`,
      check.rule,
      targetOf(check),
      [
        check.carriedOverFrom === null ? '' : `(carried over, ${check.carriedOverFrom.startedAt})`,
        check.verdict === 'pass' ? '' : check.explanation,
      ]
        .filter((part) => part !== '')
        .join(' '),
    ]);
  const settled = [...report.rules, ...report.groups].flatMap(({ id, settled: word, verdict }) =>
    word === null ? [] : [[word, id, `${verdict}, never counted as passed`]],
  );
  return [
    report.practice ? 'PRACTICE: no real network was checked.\n' : '',
    `${headline[report.readiness]} ${sentence}\n\n`,
    rows.length === 0 ? 'Nothing was checked.\n' : `${columns(rows)}\n`,
    settled.length === 0 ? '' : `\n${columns(settled)}\n`,
    report.carriedFrom.length === 0 ? '' : `\n${carriedSentence(report)}\n`,
  ].join('');
}
