import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  composeChangeRequest,
  type ChangeRequest,
} from '../../../../shared/documents/change-request/compose.ts';
import { speakerOf } from '../../../../shared/documents/language/document-words.ts';
import { inLanguage } from '../../../../shared/documents/language/in-language.ts';
import { TypedTexts } from '../../../../shared/documents/language/typed-texts.ts';
import { requestMailText } from '../../../../shared/documents/mail-text.ts';
import { requestMarkdown } from '../../../../shared/documents/markdown.ts';
import type { DocumentModel } from '../../../../shared/documents/model.ts';
import { deriveRules } from '../../../../shared/rules/derive-rules.ts';
import { findCatalog } from '../../../../shared/catalog/catalogs.ts';
import { parseSite } from '../../../../shared/site/parse-site.ts';
import type { Site, SiteFile } from '../../../../shared/site/schema.ts';
import { anySite } from '../../../helpers/any-site.ts';
import { lawSites } from '../../../helpers/law-sites.ts';
import { lengthenedWords } from '../../../helpers/lengthened-words.ts';
import { panzura } from '../../../helpers/site-fixtures.ts';
import { requestOfSite, textsOf } from '../request-of-site.ts';
import { deltaOf, removalOf } from '../revised-request.ts';

const words = lengthenedWords();
const catalog = panzura();

function speakerFor({ file, facts }: ChangeRequest): ReturnType<typeof speakerOf> {
  const german = { ...file, request: { ...file.request, language: 'de' as const } };
  return speakerOf(german, facts.site, words);
}

function inGerman(request: ChangeRequest): DocumentModel {
  return inLanguage(request.document, speakerFor(request));
}

function fieldsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(fieldsOf);
  if ('kind' in value && value.kind === 'field' && 'name' in value) return [value.name, ...inner];
  return 'group' in value && 'value' in value ? [[value.group, value.value], ...inner] : inner;
}

/** Sentences of ours that somebody might also have typed: nothing tells them from ours but where they come from. */
const borrowed = [
  'Approved with changes',
  'Your decision',
  'Not tested',
  'several zones',
  'DNS servers',
  'Blocked',
];

function parsed(file: SiteFile): Site {
  const site = parseSite(file, findCatalog);
  if (site.ok) return site.value;
  throw new Error('A site of the laws is valid.');
}

function composed(site: Site): ChangeRequest {
  return composeChangeRequest({
    catalog,
    site,
    ruleSet: deriveRules(catalog, site),
    createdAt: '2026-11-17T08:40:00Z',
    version: '0.1.0',
    practice: false,
    siteName: 'site',
  });
}

/** The site with our own words typed into it. */
function withBorrowed(site: Site, pick: (index: number) => string): Site {
  let next = 0;
  const one = (): string => pick(next++);
  return {
    ...site,
    customer: { ...site.customer, name: one(), site: one(), contact: { name: one(), email: '' } },
    technician: { ...site.technician, name: one(), company: one() },
    request: { ...site.request, justification: `${one()}. Not tested in full.`, access: one(), data: one() },
    zones: site.zones.map((zone) => ({ ...zone, about: one() })),
    customRules: site.customRules.map((rule) => ({ ...rule, title: one(), reason: one() })),
    endpoints: Object.fromEntries(
      Object.entries(site.endpoints).map(([role, list]) => [
        role,
        list.map((endpoint, index) => (index === 0 ? { ...endpoint, label: one() } : endpoint)),
      ]),
    ),
  };
}

function occurrences(texts: readonly string[], of: string): number {
  return texts.join('\n').split(of).length - 1;
}

describe('a change request in another language', () => {
  test.each(['gdansk-dc1', 'szczecin-dc1', 'draft'])(
    'of %s has the same form, by its names and values',
    (name) => {
      const request = requestOfSite(name);
      const german = inGerman(request);
      expect(fieldsOf(german.blocks)).toEqual(fieldsOf(request.document.blocks));
      expect(german.attachments[0]?.text).toBe(request.json);
      expect(german).toMatchObject({ language: 'de', createdAt: request.document.createdAt });
      expect(german.pageNumber).toMatch(/\{page\}.*\{count\}/);
    },
  );

  it('leaves few sentences of the fixtures in English', () => {
    const left = new Set<string>();
    const all = new Set<string>();
    const delta = deltaOf('gdansk-dc1', (json) => {
      json['features'] = { ...(json['features'] as object), snmp: true, syslog: false };
    });
    for (const request of [
      ...['gdansk-dc1', 'szczecin-dc1', 'draft'].map((name) => requestOfSite(name)),
      delta,
      removalOf('gdansk-dc1'),
    ]) {
      const before = new Set(textsOf(request.document.blocks));
      const typed = new Set(textsOf(request.facts.site));
      for (const text of textsOf(inGerman(request).blocks))
        if (/[a-z]{3,} [a-z]{2,}/.test(text)) all.add(text);
      for (const text of textsOf(inGerman(request).blocks))
        if (before.has(text) && !typed.has(text) && /[a-z]{3,} [a-z]{2,}/.test(text)) left.add(text);
    }
    const unknown = [...left].sort();
    // Whoever writes a sentence without a template finds it in this list.
    expect(unknown.length / all.size, unknown.join('\n')).toBeLessThan(0.3);
  });

  test('every text that somebody typed, and every address, comes out letter by letter, whatever it is', () => {
    fc.assert(
      fc.property(anySite, fc.infiniteStream(fc.constantFrom(...borrowed)), (any, stream) => {
        const picked: string[] = [];
        const next = (): string => stream.next().value as string;
        const site = withBorrowed(parsed(any), (index) => {
          while (picked.length <= index) picked.push(next());
          return picked[index] ?? '';
        });
        const request = composed(site);
        const [english, german] = [textsOf(request.document.blocks), textsOf(inGerman(request).blocks)];
        const speaker = speakerFor(request);
        const { file, digest } = request;
        const files = [requestMarkdown, requestMailText].map(
          (write) => [write(file, digest), write(file, digest, speaker)] as const,
        );
        const addresses = site.nodes.map(({ lan }) => lan.address.split('/')[0] ?? lan.address);
        const { justification } = site.request;
        const alone = picked.filter((_, index) => index !== 5);
        for (const text of new Set([...alone, justification, ...addresses])) {
          expect(occurrences(german, text), text).toBeGreaterThanOrEqual(occurrences(english, text));
          // In a mail a line may break within a text.
          for (const [before, after] of files.slice(0, 1))
            expect(occurrences([after], text), text).toBeGreaterThanOrEqual(occurrences([before], text));
        }
      }),
      { numRuns: Math.ceil(lawSites(1_000) / 100) },
    );
  }, 120_000);

  it('is not English: Markdown and mail say the same in its words', () => {
    const request = requestOfSite('gdansk-dc1');
    const { file, digest } = request;
    expect(requestMailText(file, digest, speakerFor(request))).not.toContain('Please permit');
    expect(requestMarkdown(file, digest, speakerFor(request))).not.toContain('Please permit');
  });
});

describe('a text that somebody typed', () => {
  it('is found as whole words, the longest first', () => {
    const typed = new TypedTexts(['LAN', 'LAN East', 'a']);
    const found = (text: string): string[] =>
      typed.find(text).map(({ start, end }) => text.slice(start, end));
    expect(found('The LAN East and the LAN, a plan of WLAN')).toEqual(['LAN East', 'LAN', 'a']);
    expect(found('LANの')).toEqual(['LAN']);
  });
});
