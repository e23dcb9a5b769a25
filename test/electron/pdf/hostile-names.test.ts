import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { fieldsOf, look, packed, render, tagsOf } from './pdf-tools.ts';

const hostile = [
  'quotes " and \' and ` and \\ backslash',
  ') /JS (app.alert) /S /JavaScript >> endstream endobj xref',
  '$(reboot) %PDF-1.7 %%EOF ]]> --> <rdf:li>&amp; <script>',
  `${'long '.repeat(39)}name`,
  '日本語 Ελληνικά Кириллица',
] as const;

describe.each(hostile)('a site full of %s', (name) => {
  it('neither breaks the form nor gets into it as more than a text', async () => {
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['customer'] = { name, site: name, address: name, ticket: name, contact: { name, email: name } };
      json['technician'] = { name, company: name, email: name, phone: name };
      json['zones'] = [{ name, about: name, addresses: ['10.20.5.0/24'] }];
      json['request'] = {
        ...(json['request'] as object),
        ...{ justification: name, access: name, data: name, approvers: [{ role: name, name: '' }] },
      };
      json['customRules'] = [
        {
          ...{ id: 'icap', title: name, direction: 'out', services: ['1344/tcp'], reason: name },
          endpoints: [{ address: '10.20.9.9', label: name }],
        },
      ];
    });
    const { bytes } = await render(request.document);
    const seen = look(bytes);
    expect(seen.packed).toContain(packed(name));
    expect(seen.info).toMatch(/JavaScript:\s+no/);
    const fields = fieldsOf(bytes);
    expect(fields.length).toBeGreaterThan(100);
    for (const { fullname } of fields) expect(fullname).toMatch(/^[A-Za-z0-9.-]+$/);
    expect(fields.some(({ alternativename }) => alternativename.includes(name))).toBe(true);
    expect(packed(tagsOf(bytes))).toContain(packed(name));
    const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-hostile-'));
    try {
      const file = path.join(folder, 'a.pdf');
      writeFileSync(file, bytes);
      execFileSync('pdfdetach', ['-saveall', '-o', folder, file], { timeout: 60_000 });
      const attached = readdirSync(folder).filter((each) => each.endsWith('.json'));
      expect(attached).toEqual(['FCR-2026-014_A.json']);
      expect(readFileSync(path.join(folder, attached[0] ?? ''), 'utf8')).toBe(request.json);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
