import { describe, expect, it } from 'vitest';
import { requestCsv } from '../../../shared/documents/csv.ts';
import { requestMailText } from '../../../shared/documents/mail-text.ts';
import { requestMarkdown } from '../../../shared/documents/markdown.ts';
import { expectGolden } from '../../helpers/golden.ts';
import { hostileNames, requestWith } from '../../helpers/hostile-request.ts';
import { faultOfCsv, readCsv } from '../../helpers/read-csv.ts';
import { requestOfSite } from './request-of-site.ts';
import { deltaOf, removalOf } from './revised-request.ts';

/** Controls, and marks that turn the direction of writing. */
const obeyed = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe('the text forms of a request', () => {
  for (const site of ['gdansk-dc1', 'szczecin-dc1', 'draft']) {
    it(`say of ${site} what they said before`, () => {
      const { file, digest } = requestOfSite(site);
      expectGolden(`request-${site}.csv`, requestCsv(file, digest));
      expectGolden(`request-${site}.md`, requestMarkdown(file, digest));
      expectGolden(`request-${site}.mail.txt`, requestMailText(file, digest));
    });
  }

  it('keep every line of a mail within 72 columns, but where a word alone is longer', () => {
    const { file, digest } = requestOfSite('gdansk-dc1');
    for (const line of requestMailText(file, digest).split('\n'))
      if (line.trim().includes(' ')) expect(Array.from(line).length, line).toBeLessThanOrEqual(72);
  });

  it('say on top that they are a draft or a practice', () => {
    const { file, digest } = requestOfSite('draft', undefined, true);
    const [mail, md] = [requestMailText(file, digest), requestMarkdown(file, digest)];
    expect(mail.split('\n').slice(0, 3).join()).toMatch(/PRACTICE.*DRAFT/);
    expect(md.split('\n').slice(2, 5).join()).toMatch(/PRACTICE.*DRAFT/);
    for (const [status] of readCsv(requestCsv(file, digest).slice(1)).slice(1))
      expect(status).toMatch(/PRACTICE.*DRAFT/);
  });

  it('name every line, every address and every service of a request', () => {
    const { file, digest } = requestOfSite('szczecin-dc1');
    for (const text of [
      requestMailText(file, digest),
      requestMarkdown(file, digest),
      requestCsv(file, digest),
    ])
      for (const line of file.lines) {
        expect(text).toContain(line.id);
        for (const { address } of [...line.from, ...line.to]) expect(text).toContain(address);
      }
  });

  it('say of a delta what is added, changed and removed, and of a removal that all is withdrawn', () => {
    const delta = deltaOf('gdansk-dc1', (json) => {
      json['endpoints'] = { ...(json['endpoints'] as object), ntpServers: ['10.20.5.124'] };
      json['features'] = { ...(json['features'] as object), syslog: false };
    });
    const removal = removalOf('gdansk-dc1');
    for (const write of [requestMailText, requestMarkdown]) {
      const text = write(delta.file, delta.digest).replace(/\s+/g, ' ');
      expect(text).toContain('1 changed, 1 removed');
      expect(text).toContain('Was to 10.20.5.123');
      expect(text).toContain('Removed: withdraw');
      expect(write(removal.file, removal.digest).replace(/\s+/g, ' ')).toMatch(
        /Firewall removal request.*Please withdraw .*Withdraw/,
      );
    }
  });

  it('say of a removal which rule each line became, where it is recorded', () => {
    const { file, digest } = removalOf('gdansk-dc1');
    const [first, ...others] = file.lines;
    const recorded = { ...first!, recorded: { rule: 'fw-1 #17', active: '2026-11-24T20:17:05Z' } };
    for (const write of [requestMailText, requestMarkdown]) {
      const text = write({ ...file, lines: [recorded, ...others] }, digest).replace(/\s+/g, ' ');
      expect(text).toMatch(/fw-1 #(?:<!-- -->)?17, active since 2026-11-24, 20:17:05 UTC/);
      expect(text.match(/Not recorded/g)).toHaveLength(others.length);
    }
  });
});

describe('with hostile names', () => {
  it('the CSV keeps its rows and columns, and no field begins as a formula', () => {
    for (const name of hostileNames) {
      const { file, digest } = requestWith(name);
      const csv = requestCsv(file, digest);
      expect(faultOfCsv(csv)).toBeNull();
      const [head = [], ...rows] = readCsv(csv.slice(1));
      const lines = new Map(file.lines.map((line) => [line.id, line]));
      for (const row of rows) {
        for (const field of row) expect(field).not.toMatch(obeyed);
        const line = lines.get(row[head.indexOf('line_id')] ?? '');
        expect(line?.from.map(({ address }) => address)).toContain(row[head.indexOf('from_address')]);
        expect(line?.to.map(({ address }) => address)).toContain(row[head.indexOf('to_address')]);
      }
    }
  });

  it('the Markdown keeps its tables, and holds no markup, HTML, mention or link of theirs', () => {
    const { file: honest, digest: known } = requestWith('x');
    const shape = (text: string): string[] =>
      text
        .split('\n')
        .map(
          (line) =>
            line.replace(/[^#|>-]/g, '').slice(0, 1) +
            (line.startsWith('|') ? `${line.replace(/\\./g, '').split('|').length}` : ''),
        );
    const rows = shape(requestMarkdown(honest, known)).filter((line) => line.startsWith('|'));
    for (const name of hostileNames) {
      const { file, digest } = requestWith(name);
      const text = requestMarkdown(file, digest);
      expect(shape(text).filter((line) => line.startsWith('|'))).toEqual(rows);
      expect(text.match(/^#+ /gm)).toEqual(requestMarkdown(honest, known).match(/^#+ /gm));
      const bare = text
        .replace(/<br>|<!-- -->|&#\d+;/g, '·')
        .replace(/\\./g, '')
        .replace(/`[^`\n]*`/g, '');
      expect(bare).not.toMatch(/<|:\/\/|www\.|(?<![\w.])@\w|#\d/);
      expect(bare.replaceAll('**', '')).not.toMatch(/[`*_[\]{}~]/);
      expect(text.replaceAll('\n', '')).not.toMatch(obeyed);
    }
  });

  it('the mail keeps its lines', () => {
    for (const name of hostileNames) {
      const { file, digest } = requestWith(name);
      const text = requestMailText(file, digest);
      expect(text.replaceAll('\n', '')).not.toMatch(obeyed);
      expect(text.match(/^\d+\. +(?:IN|OUT) /gm)).toHaveLength(file.lines.length);
      for (const line of text.split('\n'))
        if (
          line.trim().includes(' ') &&
          !/^\s*(?:From|To|Zones|Why|Customer|Requester|Ticket)? *\S+$/.test(line)
        )
          expect(Array.from(line).length, line).toBeLessThanOrEqual(72);
    }
  });
});
