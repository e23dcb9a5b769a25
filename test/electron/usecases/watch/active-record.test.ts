import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFilled } from '../../../../electron/forms/read-filled.ts';
import { readAnswer } from '../../../../electron/usecases/read-answer.ts';
import { prepareRecord, writeActiveRecord } from '../../../../electron/usecases/watch/active-record.ts';
import { activeField } from '../../../../shared/documents/active/active-lines.ts';
import type { Answer } from '../../../../shared/documents/answer/schema.ts';
import {
  composeChangeRequest,
  type ChangeRequest,
} from '../../../../shared/documents/change-request/compose.ts';
import { version } from '../../../../shared/lib/version.ts';
import { composeReport } from '../../../../shared/report/compose-report.ts';
import type { Report } from '../../../../shared/report/schema.ts';
import type { Opening } from '../../../../shared/report/watch/schema.ts';
import { passing, plannedSite, runOf } from '../../../helpers/site-run.ts';
import { createdAt, signer } from '../../../shared/report/sample-report.ts';
import { fillWithPdftk } from '../../forms/other-tools.ts';
import { render } from '../../pdf/pdf-tools.ts';

const planned = plannedSite('gdansk-dc1');
const times = {
  opened: '2026-11-24T20:17:05Z',
  before: '2026-11-24T20:16:50Z',
  first: '2026-11-24T20:10:02Z',
};
let folder = '';
let request: ChangeRequest;
let sent: Uint8Array;
const ports = { renderPdf: render, readFilled: (file: Uint8Array) => Promise.resolve(readFilled(file)) };

/** What passes opened at a known second, but for DNS, which was open when it was first checked. */
function watchedReport(): Report {
  const parts = {
    ...planned,
    siteName: 'gdansk-dc1',
    run: runOf(planned, passing),
    ...{ id: '7a39c512-3c1e-4b6f-9d27-6f0d5a1e2b44', createdAt, version, previous: null, signer },
  };
  const { report } = composeReport(parts);
  const openings = report.rules.flatMap(({ id, verdict }): Opening[] => {
    if (verdict !== 'pass') return [];
    const isFirst = id.startsWith('dns.');
    return [
      {
        rule: id,
        lastNotPassed: isFirst ? null : times.before,
        firstPassed: isFirst ? times.first : times.opened,
        closed: null,
      },
    ];
  });
  const watch = {
    ...{ startedAt: '2026-11-24T20:10:00Z', endedAt: createdAt, ended: 'stopped' as const },
    ...{ everySeconds: 15, greenEvery: 10, rounds: 120, lostRounds: 0, clockSetBackMs: 0, openings },
  };
  return composeReport({ ...parts, watch }).report;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatecheck-active-'));
  const { catalog, site, ruleSet } = planned;
  request = composeChangeRequest({
    ...{ catalog, site, ruleSet, createdAt: '2026-11-17T08:40:00Z', version },
    ...{ practice: false, siteName: 'gdansk-dc1' },
  });
  sent = (await render(request.document)).bytes;
  writeFileSync(join(folder, 'FCR_A.json'), request.json);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const input = (filledPath: string | null) => ({
  ...{ site: planned.site, siteName: 'gdansk-dc1', planned: { ...planned, plan: planOf() } },
  ...{ requestPath: join(folder, 'FCR_A.json'), filledPath },
});

function planOf() {
  return { checks: planned.checks, controls: [], remarks: [], largestNode: planned.checks.length };
}

async function answerIn(path: string): Promise<Answer> {
  const { catalog, site, ruleSet } = planned;
  const { answer } = await readAnswer(
    {
      ...{ catalog, site, ruleSet, siteName: 'gdansk-dc1', requestPath: join(folder, 'FCR_A.json') },
      ...{ filledPath: path, now: '2026-11-25T08:00:00Z', version },
    },
    ports,
  );
  return answer;
}

describe('the implementation record after a watch', () => {
  it('has the second at which each line opened, and reads back as that; the pages stay as they were sent', async () => {
    const report = watchedReport();
    const prepared = await prepareRecord(input(null), ports);
    const { record, files } = await writeActiveRecord(prepared, report, folder, createdAt);
    const opened = record.lines.filter(({ state }) => state === 'opened');
    const first = record.lines.filter(({ state }) => state === 'open-when-first-checked');
    const closed = record.lines.filter(({ state }) => state === 'not-open');
    expect(opened.length).toBeGreaterThan(3);
    expect(first.length).toBeGreaterThan(0);
    expect(closed.length).toBeGreaterThan(0);
    const [pdf = ''] = files;
    const answer = await answerIn(pdf);
    const active = new Map(answer.lines.map(({ id, implementation }) => [id, implementation.active]));
    for (const { id } of opened) expect(active.get(id), id).toBe(times.opened);
    // Nobody saw these closed, and these are closed: neither has an opening time.
    for (const { id } of [...first, ...closed]) expect(active.get(id), id).toBeNull();
    expect(answer.findings).toEqual([]);
    expect(answer.integrity.data.answer).toBe('unchanged');
    expect(answer.integrity.shown.answer).toBe('unchanged');
    expect(first[0]?.entry).toBe('before 2026-11-24 20:10:02');
    execFileSync('qpdf', ['--check', pdf], { timeout: 60_000 });
    const shown = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8', timeout: 60_000 });
    expect(shown.split('2026-11-24 20:17:05').length - 1).toBeGreaterThanOrEqual(opened.length);
  });

  it('keeps what the customer filled in, byte for byte, and never overwrites a time of theirs', async () => {
    const report = watchedReport();
    const line = request.file.lines.find(({ id }) => id.startsWith('ntp.'));
    const other = request.file.lines.find(({ id }) => id.startsWith('object-store.'));
    if (line === undefined || other === undefined) throw new Error('The fixture has no such lines.');
    const theirs = fillWithPdftk(sent, {
      [activeField(line.id)]: '2026-11-24 20:15:00',
      [activeField(other.id).replace(/active$/, 'rule')]: 'edge-fw permit 17',
    });
    const filled = join(folder, 'filled.pdf');
    writeFileSync(filled, theirs);
    const prepared = await prepareRecord(input(filled), ports);
    const { record, files } = await writeActiveRecord(prepared, report, folder, createdAt);
    const [pdf = '', json = ''] = files;
    // The first record of this folder stays.
    expect([pdf, json].map((file) => file.slice(folder.length + 1))).toEqual([
      'FCR_A_active-2.pdf',
      'FCR_A.active-2.json',
    ]);
    expect(readFileSync(pdf).subarray(0, theirs.length).equals(theirs)).toBe(true);
    const answer = await answerIn(pdf);
    const of = (id: string) => answer.lines.find((one) => one.id === id)?.implementation;
    expect(of(line.id)?.active).toBe('2026-11-24T20:15:00Z');
    expect(record.lines.find(({ id }) => id === line.id)).toMatchObject({
      ...{ entry: null, kept: '2026-11-24 20:15:00', active: times.opened },
    });
    expect(of(other.id)).toMatchObject({ rule: 'edge-fw permit 17', active: times.opened });
  });

  it('refuses another form, a removal and another site’s request before anything is sent', async () => {
    const alien = join(folder, 'alien.pdf');
    writeFileSync(alien, 'no form at all');
    await expect(prepareRecord(input(alien), ports)).rejects.toThrow(/alien\.pdf cannot be read/);
    const { site } = planned;
    const other = { ...input(null), site: { ...site, request: { ...site.request, number: 'FCR-OTHER' } } };
    await expect(prepareRecord(other, ports)).rejects.toThrow(/no request of this site/);
  });
});
