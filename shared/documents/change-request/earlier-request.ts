import { parseEndpointAddress } from '../../lib/endpoint-address.ts';
import { parseJsonText } from '../../lib/json-text.ts';
import { err, ok, type Finding, type Result } from '../../lib/result.ts';
import { parseService } from '../../lib/service.ts';
import { slug } from '../../lib/slug.ts';
import { findingsOf } from '../../lib/zod-findings.ts';
import { isLaterRevision } from '../../rules/compare-lines.ts';
import { protocolsOf, type Line } from '../../rules/lines.ts';
import type { PartyInfo } from '../../rules/types.ts';
import { whyNoCounterpart } from '../../site/check-endpoints.ts';
import type { Site } from '../../site/schema.ts';
import { requestSchema, type RequestFile, type RequestFileLine } from './request-json.ts';

/** No request of a real site comes near; what is larger is refused unread. */
export const maxRequestBytes = 50_000_000;

/** The request of an earlier revision, as its JSON file says it, and the SHA-256 of that file's bytes. */
export interface EarlierRequest {
  readonly file: RequestFile;
  readonly sha256: string;
}

const cure = 'Choose the JSON file of the earlier revision, e.g. FCR-2026-014_A.json, as it was sent.';

/** Reads a request's JSON: size, JSON, schema, then every line, because what it says is to be withdrawn word for word. */
export function parseRequestFile(text: string): Result<RequestFile, Finding[]> {
  if (text.length > maxRequestBytes)
    return err([{ path: '', message: 'The file is larger than 50 MB; no request is.', cure }]);
  const json = parseJsonText(text);
  if (!json.ok) {
    const { line, column, message } = json.error;
    return err([{ path: '', message: `Line ${line}, column ${column}: ${message}`, cure }]);
  }
  const parsed = requestSchema.safeParse(json.value);
  if (!parsed.success) return err(findingsOf(parsed.error, json.value, requestSchema).slice(0, 100));
  const findings = [...revisionFindings(parsed.data), ...lineFindings(parsed.data)];
  return findings.length > 0 ? err(findings.slice(0, 100)) : ok(parsed.data);
}

/** Every line of that revision, whether it asked for it or left it as it was. */
export function standingLines(file: RequestFile): RequestFileLine[] {
  const rows = file.lines.filter(({ change }) => change !== 'removed');
  return [...rows, ...(file.unchanged ?? []), ...(file.open ?? [])];
}

function revisionFindings({ revision, since }: RequestFile): Finding[] {
  const letter = /^[A-Z]{1,2}$/;
  const message = 'A revision is a capital letter, A to Z.';
  return [
    ...(letter.test(revision) ? [] : [{ path: 'revision', message }]),
    ...(since === undefined || letter.test(since.revision) ? [] : [{ path: 'since.revision', message }]),
  ];
}

/** Texts that a terminal, a document or a firewall would obey. */
const unprintable = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

function lineFindings(file: RequestFile): Finding[] {
  const lists = [
    ['lines', file.lines],
    ['unchanged', file.unchanged ?? []],
    ['open', file.open ?? []],
  ] as const;
  const known = new Set<string>();
  return lists.flatMap(([list, lines]) =>
    lines.flatMap((line, index): Finding[] => {
      const path = `${list}[${index}]`;
      const twice = known.has(line.id);
      known.add(line.id);
      return [
        ...(twice ? [{ path: `${path}.id`, message: `Line ${line.id} stands in the file twice.` }] : []),
        ...oneLineFindings(line, path),
      ];
    }),
  );
}

function oneLineFindings(line: RequestFileLine, path: string): Finding[] {
  const findings: Finding[] = [];
  const [entry, node, direction, port, family, level] = line.id.split('.');
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+){5}(?:\.\d{1,6})?$/.test(line.id) || line.id.length > 300)
    findings.push({ path: `${path}.id`, message: 'It is no line id, e.g. dns.gdn-1.out.lan.v4.required.' });
  else if (
    [entry, node, direction, port, family, level].join() !==
    [line.entry, slug(line.node), line.direction, line.port, line.family, line.level].join()
  )
    findings.push({ path: `${path}.id`, message: 'The id and the line itself do not fit together.' });
  for (const [key, text] of [
    ['title', line.title],
    ['node', line.node],
  ] as const)
    if (unprintable.test(text) || text.length > 300)
      findings.push({ path: `${path}.${key}`, message: 'It holds a control character, or is too long.' });
  if (line.services.length === 0) findings.push({ path: `${path}.services`, message: 'It is empty.' });
  line.services.forEach((text, index) => {
    const service = parseService(text);
    if (!service.ok) findings.push({ path: `${path}.services[${index}]`, message: service.error });
  });
  for (const side of ['from', 'to'] as const) {
    if (line[side].length === 0 && line.missing === null)
      findings.push({ path: `${path}.${side}`, message: 'It is empty.' });
    line[side].forEach((party, index) => {
      const place = `${path}.${side}[${index}]`;
      const address = parseEndpointAddress(party.address);
      const fault = address.ok ? whyNoCounterpart(address.value, party.address) : address.error;
      if (fault !== null) findings.push({ path: `${place}.address`, message: fault });
      const texts = [party.label, party.natAddress, party.node, party.role].map((one) => one ?? '');
      if (texts.some((one) => unprintable.test(one) || one.length > 300))
        findings.push({ path: place, message: 'It holds a control character, or is too long.' });
    });
  }
  return findings;
}

/** What stands against making a delta of a site to an earlier request; null: nothing. */
export function whyNoDelta(
  site: Site,
  practice: boolean,
  { file }: EarlierRequest,
): { readonly message: string; readonly cure: string } | null {
  const { number, revision, type } = site.request;
  const own = number.trim() === '' ? null : number;
  const named = (text: string | null): string => (text === null ? 'no number' : `number ${text}`);
  if (type === 'remove')
    return {
      message: 'A removal request is no delta.',
      cure: 'Leave out --since, and name the request whose rules are to be withdrawn in request.supersedes.',
    };
  if (file.kind === 'removal')
    return {
      message: 'The earlier request is a removal: there is nothing left to compare with.',
      cure: 'Send a request of its own, without --since.',
    };
  if (file.status === 'draft')
    return {
      message: `Revision ${file.revision} is a draft: nobody was asked to implement it.`,
      cure: 'Send the complete request, without --since; or give the revision that was sent for decision.',
    };
  if (file.practice !== practice)
    return {
      message: 'One of the two requests was made in practice, the other one was not.',
      cure: 'Give the JSON file of an earlier revision of this very request.',
    };
  if (own !== file.number)
    return {
      message: `The site's request has ${named(own)}, the earlier one ${named(file.number)}.`,
      cure: 'A delta keeps the number: set request.number to that of the earlier request, or leave out --since.',
    };
  if (!isLaterRevision(revision, file.revision))
    return {
      message: `The site's request is revision ${revision}; that is not later than revision ${file.revision} of the file.`,
      cure: `Set request.revision to ${nextRevision(file.revision)} in the site file.`,
    };
  return null;
}

/** The letter after: B after A, AA after Z. */
function nextRevision(revision: string): string {
  const last = revision.at(-1) ?? '@';
  if (last !== 'Z') return `${revision.slice(0, -1)}${String.fromCharCode(last.charCodeAt(0) + 1)}`;
  return revision.length === 1 ? 'AA' : `${nextRevision(revision.slice(0, -1))}A`;
}

/** What else differs between the two, said and not decided. */
export function differencesBeside(site: Site, catalogVersion: string, file: RequestFile): string[] {
  const said: string[] = [];
  const differ = (what: string, before: string, now: string): void => {
    if (before === now) return;
    const name = (text: string): string => (text.trim() === '' ? 'not given' : text);
    said.push(`${what}: ${name(before)} in revision ${file.revision}, ${name(now)} now.`);
  };
  differ('Customer', file.customer.name, site.customer.name);
  differ('Site', file.customer.site, site.customer.site);
  differ('Catalogue', `${file.catalog.id} ${file.catalog.version}`, `${site.catalog} ${catalogVersion}`);
  differ('Mode', file.deployment, site.deployment);
  return said;
}

/** A line of a file as the pages and formats take it. What only checks need is not in the file, and not needed here. */
export function lineFromFile(line: RequestFileLine, purpose: string): Line {
  const side = (parties: RequestFileLine['from']): PartyInfo[] =>
    parties.map(({ address, natAddress, label, role, node }) => ({
      ...{ address, natAddress, label, role, node, entered: address },
      ...{ probeHosts: [], sni: null, issuer: null, public: false, expect: [] },
    }));
  return {
    ...{ id: line.id, entry: line.entry, node: line.node, title: line.title },
    ...{ direction: line.direction, port: line.port, portBasis: line.portBasis, family: line.family },
    ...{ level: line.level, levelBasis: line.levelBasis, temporary: line.temporary },
    from: side(line.from),
    to: side(line.to),
    services: line.services,
    protocols: protocolsOf(line.services),
    rules: line.rules,
    mirrors: line.mirrors,
    group: null,
    unchecked: null,
    why: {
      origin: 'source',
      row: null,
      because: purpose,
      purpose,
      publishedCondition: null,
      ifDenied: '',
    },
  };
}
