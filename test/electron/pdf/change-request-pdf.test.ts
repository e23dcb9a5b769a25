import { beforeAll, describe, expect, it } from 'vitest';
import { levelWord, protocolLines } from '../../../shared/documents/words.ts';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import type { ChangeRequest } from '../../../shared/documents/change-request/compose.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { look, packed, render, tagsOf, type PdfSeen } from './pdf-tools.ts';

describe.each([
  ['gdansk-dc1', 'a4'],
  ['szczecin-dc1', 'letter'],
  ['draft', 'a4'],
] as const)('the PDF of the change request of %s on %s', (name, paper) => {
  let request: ChangeRequest;
  let seen: PdfSeen;
  beforeAll(async () => {
    request = requestOfSite(name);
    seen = look((await render(request.document, paper)).bytes);
  });

  it('holds every line: its id, title, need and ports', () => {
    for (const line of request.file.lines) {
      expect(seen.packed).toContain(packed(line.id));
      expect(seen.packed).toContain(packed(line.title));
      expect(seen.packed).toContain(packed(levelWord(line.level)));
    }
    for (const text of request.file.lines.flatMap(({ services }) => protocolLines(protocolsOf(services)))) {
      expect(seen.packed).toContain(packed(text.replace(/^\S+ /, '')));
    }
  });

  it('holds every address that is asked for', () => {
    const addresses = new Set(
      request.file.lines.flatMap(({ from, to }) => [...from, ...to].map(({ address }) => address)),
    );
    expect(addresses.size).toBeGreaterThan(1);
    for (const address of addresses) expect(seen.packed).toContain(packed(address));
  });

  it('never says Any', () => {
    expect(seen.text).not.toMatch(/\bAny\b/);
    expect(seen.text).not.toMatch(/\b0\.0\.0\.0\/0\b/);
  });

  it('has the paper that was asked for, landscape', () => {
    expect(seen.info).toMatch(paper === 'a4' ? /841\.89 x 595\.276 pts \(A4\)/ : /792 x 612 pts \(letter\)/);
  });

  it('is tagged, titled, and embeds all of its fonts', () => {
    expect(seen.info).toMatch(/Tagged:\s+yes/);
    expect(seen.info).toContain(request.document.title);
    const rows = seen.fonts
      .split('\n')
      .slice(2)
      .filter((row) => row !== '');
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row).toMatch(/Identity-H\s+yes yes yes/);
  });

  it('carries the status on every page', () => {
    for (const page of seen.pages) {
      expect(page).toContain(request.document.header.status);
      expect(page).toMatch(new RegExp(`Page \\d+ of ${seen.pages.length}`));
    }
  });
});

function protocolsOf(services: readonly string[]): { protocol: 'tcp' | 'udp' | 'icmp'; ports: string[] }[] {
  return services.map((service) => {
    const [ports = '', protocol] = service.split('/');
    return protocol === 'tcp' || protocol === 'udp'
      ? { protocol, ports: [ports] }
      : { protocol: 'icmp', ports: [] };
  });
}

describe('names that are hard to set', () => {
  it('come out in Polish, Greek, Cyrillic and Japanese', async () => {
    const names = ['Zażółć gęślą jaźń', 'Αθηναϊκή Αποθήκη', 'Складское дело', '横浜データセンター 3号棟'];
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['customer'] = { name: names[0], site: names[3], address: names[1], contact: { name: names[2] } };
    });
    const pdf = await render(request.document);
    const { packed: text } = look(pdf.bytes);
    for (const name of names) expect(text).toContain(packed(name));
    expect(pdf.missingCharacters).toEqual([]);
  });

  it('of sixty characters stand whole on page 1, and are cut in the header line only', async () => {
    const name = 'Zjednoczone Przedsiębiorstwo Żeglugi i Spedycji „Aurora” S.A.';
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['customer'] = { name: name.repeat(3), site: name };
    });
    const [first = ''] = look((await render(request.document)).bytes).pages;
    expect(packed(first)).toContain(packed(name.repeat(3)));
    expect(first).toContain('…');
  });

  it('with a character that no font has show its number, and it is named', async () => {
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['customer'] = { name: 'Bangkok ก Storage' };
    });
    const pdf = await render(request.document);
    expect(pdf.missingCharacters).toEqual([expect.objectContaining({ character: 'ก', codePoint: 'U+0E01' })]);
    expect(look(pdf.bytes).text).toContain('[U+0E01]');
  });

  it('cannot turn the reading direction: an override is shown by its number', async () => {
    const text = JSON.stringify(requestOfSite('gdansk-dc1').document).replace('Śluza', '\\u202eŚluza');
    const pdf = await render(JSON.parse(text) as DocumentModel);
    expect(pdf.missingCharacters.map(({ codePoint }) => codePoint)).toEqual(['U+202E']);
    expect(look(pdf.bytes).text).toContain('[U+202E]Śluza');
  });

  it('with markup do no harm to the metadata', async () => {
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['customer'] = { name: 'A & B <x>', site: 'R&D "1" <b>' };
      json['technician'] = { name: 'Tom & <Jerry>' };
    });
    const { bytes } = await render(request.document);
    const raw = new TextDecoder('utf-8').decode(bytes);
    const xmp = /<x:xmpmeta[^]*<\/x:xmpmeta>/.exec(raw)?.[0] ?? '';
    expect(xmp).toContain('<rdf:li>Tom &amp; &lt;Jerry&gt;</rdf:li>');
    expect(xmp).not.toContain('<Jerry>');
    expect(xmp).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
    expect(look(bytes).info).toContain('Tom & <Jerry>');
  });
});

describe('a request of 300 lines', () => {
  it('keeps every row whole, with the head of the table on every page', async () => {
    const request = requestOfSite('szczecin-dc1', (json) => {
      json['customRules'] = Array.from({ length: 140 }, (_, index) => ({
        id: `rule-${index}`,
        title: `Service ${index}`,
        direction: index % 2 === 0 ? 'out' : 'in',
        services: [`${2000 + index}/tcp`],
        endpoints: [`10.${100 + (index % 50)}.${index % 7}.1`],
        reason: 'One of many services of this site, each with a line of its own.',
      }));
    });
    expect(request.file.lines.length).toBeGreaterThan(300);
    const { pages } = look((await render(request.document)).bytes);
    const ruleTable = pages.filter((page) => page.includes('From: starts the session'));
    const missing = request.file.lines.filter(({ number, id, services }) => {
      const own = ruleTable.filter((page) => packed(page).includes(packed(id)));
      // The whole row on one page: number, id and port together.
      return (
        own.length !== 1 ||
        !(own[0] ?? '').toLowerCase().includes(services[0]?.split('/')[0] ?? '') ||
        !(own[0] ?? '').includes(`${number}`)
      );
    });
    expect(missing.map(({ id }) => id)).toEqual([]);
    expect(ruleTable.length).toBeGreaterThan(15);
  });
});

describe('the file itself', () => {
  it('has the same bytes for the same request', async () => {
    const [first, second] = await Promise.all([
      render(requestOfSite('gdansk-dc1').document),
      render(requestOfSite('gdansk-dc1').document),
    ]);
    expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(true);
  });

  it('differs for another request', async () => {
    const first = await render(requestOfSite('gdansk-dc1').document);
    const second = await render(requestOfSite('gdansk-dc1', () => undefined, true).document);
    expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(false);
  });

  it('reads aloud as headings, tables with column heads, and lists', async () => {
    const tags = tagsOf((await render(requestOfSite('gdansk-dc1').document)).bytes);
    for (const tag of ['H1', 'H2', 'Table', 'TH', 'TD', 'LI', 'Figure'])
      expect(tags).toMatch(new RegExp(`^\\s*${tag}\\b`, 'm'));
    expect(tags).toContain('Rules to permit');
  });
});
