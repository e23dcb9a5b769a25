import { describe, expect, it } from 'vitest';
import { parseRequestFile, whyNoDelta } from '../../../shared/documents/change-request/earlier-request.ts';
import { requestSchema } from '../../../shared/documents/change-request/request-json.ts';
import { whyNoRequest } from '../../../shared/documents/change-request/revise.ts';
import { firewallInput } from '../../../shared/documents/firewall/normalise.ts';
import { plannedSite } from '../../helpers/site-run.ts';
import { textsOf } from './request-of-site.ts';
import { answerTo, asEarlier, deltaOf, removalOf, requestOf } from './revised-request.ts';

type Json = Record<string, unknown>;

/** One line added, one with another address, one with another need, one removed. */
function fourChanges(json: Json): void {
  const endpoints = json['endpoints'] as Json;
  json['endpoints'] = { ...endpoints, ntpServers: ['10.20.5.124'] };
  json['features'] = { ...(json['features'] as Json), syslog: false };
  const rules = json['customRules'] as Json[];
  const join = { direction: 'out', services: ['445/tcp'], endpoints: ['10.20.5.11'], reason: 'Joins.' };
  json['customRules'] = [
    { ...rules[0], level: 'optional' },
    { id: 'domain-join', title: 'Domain join', ...join },
  ];
}

const pagesOf = (request: ReturnType<typeof deltaOf>): string => textsOf(request.document.blocks).join('\n');

describe('a delta to revision A', () => {
  const request = deltaOf('gdansk-dc1', fourChanges);
  const { lines, unchanged, since } = request.file;

  it('has added, changed and removed lines, in this order and numbered through', () => {
    expect(lines.map(({ number, change, id }) => [number, change, id])).toEqual([
      [1, 'added', 'domain-join.gdn-1.out.lan.v4.required'],
      [2, 'changed', 'ntp.gdn-1.out.lan.v4.required'],
      [3, 'changed', 'icap.gdn-1.out.lan.v4.optional'],
      [4, 'removed', 'syslog.gdn-1.out.lan.v4.required'],
    ]);
  });

  it('says what a changed line was', () => {
    expect(lines[1]?.before?.to.map(({ address }) => address)).toEqual(['10.20.5.123']);
    expect(lines[2]?.before).toMatchObject({ id: 'icap.gdn-1.out.lan.v4.required', level: 'required' });
    const pages = pagesOf(request);
    expect(pages).toContain('was \n10.20.5.123');
    expect(pages).toContain('was \nRequired');
  });

  it('lists every other line of A as it was', () => {
    const before = requestOf(plannedSite('gdansk-dc1')).file.lines.map(({ id }) => id);
    const ids = unchanged?.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(before.length - 3);
    expect(before).toEqual(expect.arrayContaining(ids));
    const pages = pagesOf(request);
    for (const id of ids) expect(pages).toContain(id);
    expect(pages).toContain(`${ids.length} lines stay as you decided.`);
  });

  it('names the revision and the digest of the file that it is compared with', () => {
    const before = asEarlier(requestOf(plannedSite('gdansk-dc1')));
    expect(since).toMatchObject({ revision: 'A', sha256: before.sha256 });
    expect(request.document.header.detail).toBe('FCR-2026-014 · Revision B, delta to A');
    expect(pagesOf(request).replaceAll(' ', '')).toContain(before.sha256);
    expect(request.stem).toBe('FCR-2026-014_B_delta');
  });

  it('lets a removed line be withdrawn or kept, and never approved', () => {
    const model = JSON.stringify(request.document.blocks);
    const boxes = (id: string): string[] =>
      [
        ...model.matchAll(
          new RegExp(`"group":"line\\.${id.replaceAll('.', '-')}\\.decision","value":"([a-z-]+)"`, 'g'),
        ),
      ].map(([, value]) => value ?? '');
    expect(boxes('syslog.gdn-1.out.lan.v4.required')).toEqual(['withdraw', 'keep']);
    expect(boxes('ntp.gdn-1.out.lan.v4.required')).toEqual(['approve', 'deny', 'in-place']);
    expect(model).toContain('Withdrawn at, UTC, line 4, ');
    expect(model).not.toContain('Active since, UTC, line 4, ');
    expect(model).toContain('Active since, UTC, line 1, ');
  });

  it('settles only what changed: no TLS towards servers whose lines stay', () => {
    expect(pagesOf(request)).toContain('No line of this request carries TLS towards a server.');
  });

  it('becomes firewall rules that take the old out and put the new in', () => {
    const { rules, header } = firewallInput(request.facts, request.digest);
    expect(rules.map(({ change, id, to }) => [change, id, to.map(({ text }) => text).join()])).toEqual([
      ['add', 'domain-join.gdn-1.out.lan.v4.required', '10.20.5.11'],
      ['remove', 'ntp.gdn-1.out.lan.v4.required', '10.20.5.123'],
      ['add', 'ntp.gdn-1.out.lan.v4.required', '10.20.5.124'],
      ['remove', 'icap.gdn-1.out.lan.v4.required', '10.20.9.9'],
      ['add', 'icap.gdn-1.out.lan.v4.optional', '10.20.9.9'],
      ['remove', 'syslog.gdn-1.out.lan.v4.required', '10.20.1.60'],
    ]);
    expect(header.join('\n')).toContain('DELTA to revision A: 1 added, 2 changed');
  });

  it('has a JSON that its schema accepts, and that a later delta starts from', () => {
    expect(requestSchema.parse(JSON.parse(request.json))).toEqual(request.file);
    const third = plannedSite('gdansk-dc1', (json) => {
      json['request'] = { ...(json['request'] as Json), revision: 'C' };
      fourChanges(json);
    });
    const next = requestOf(third, { since: asEarlier(request) });
    expect(next.file.lines).toEqual([]);
    expect(next.file.unchanged?.length).toBe((unchanged?.length ?? 0) + 3);
    expect(pagesOf(next)).toContain('Nothing changed: no line is asked for.');
  });

  it('starts from a file of a version that did not know of deltas', () => {
    const json = JSON.parse(requestOf(plannedSite('gdansk-dc1')).json) as Json;
    delete json['kind'];
    for (const line of json['lines'] as Json[]) {
      delete line['farName'];
      delete line['why'];
    }
    expect(parseRequestFile(JSON.stringify(json))).toMatchObject({ ok: true, value: { kind: 'request' } });
  });

  it('says that customer, mode or catalogue are not those of A', () => {
    const other = deltaOf('gdansk-dc1', (json) => {
      json['customer'] = { ...(json['customer'] as Json), name: 'Somebody else' };
    });
    expect(other.file.since?.remarks).toEqual([
      'Customer: Bałtycka Spółka Spedycyjna „Żuraw” S.A. in revision A, Somebody else now.',
    ]);
    expect(pagesOf(other)).toContain('Somebody else now.');
  });

  it('is a draft when a line was added whose address is missing', () => {
    const draft = deltaOf('gdansk-dc1', (json) => {
      json['features'] = { ...(json['features'] as Json), netbios: true };
    });
    expect(draft.status).toBe('draft');
    expect(draft.stem).toBe('FCR-2026-014_B_delta_DRAFT');
    expect(draft.file.missing.map(({ key }) => key)).toEqual(['winsServers']);
  });

  it('names the node that is gone for each of its lines', () => {
    const request2 = deltaOf('szczecin-dc1', (json) => {
      const nodes = json['nodes'] as Json[];
      json['nodes'] = nodes.slice(0, 1).map((node) => ({ ...node, haPeer: null }));
    });
    const gone = request2.file.lines.filter(({ change }) => change === 'removed');
    expect(gone.length).toBeGreaterThan(0);
    expect(pagesOf(request2)).toContain('is no longer part of the site.');
  });
});

describe('a delta is refused', () => {
  const before = requestOf(plannedSite('gdansk-dc1'));
  const next = (request: Json) =>
    plannedSite('gdansk-dc1', (json) => {
      json['request'] = { ...(json['request'] as Json), revision: 'B', ...request };
    }).site;

  it.each([
    [{ revision: 'A' }, 'not later than revision A', 'Set request.revision to B'],
    [{ number: 'FCR-2026-015' }, 'has number FCR-2026-015', 'A delta keeps the number'],
    [{ type: 'remove' }, 'A removal request is no delta', 'Leave out --since'],
  ])('for a site with %j', (request, message, cure) => {
    const against = whyNoDelta(next(request), false, asEarlier(before));
    expect(against?.message).toContain(message);
    expect(against?.cure).toContain(cure);
  });

  it('to a draft, to a removal, and to practice', () => {
    const draft = requestOf(plannedSite('draft'));
    const number = draft.file.number ?? '';
    expect(whyNoDelta(next({ number }), false, asEarlier(draft))?.message).toContain('draft');
    const removal = asEarlier(removalOf('gdansk-dc1'));
    expect(whyNoDelta(next({ number: 'FCR-2027-003' }), false, removal)?.message).toContain('removal');
    expect(whyNoDelta(next({}), true, asEarlier(before))?.message).toContain('practice');
  });

  it('to nothing: the next revision of the same number is accepted', () => {
    expect(whyNoDelta(next({}), false, asEarlier(before))).toBeNull();
  });
});

describe('an earlier request that was edited', () => {
  const json = requestOf(plannedSite('gdansk-dc1')).json;
  const edited = (change: (file: { lines: Json[] } & Json) => void): readonly string[] => {
    const file = JSON.parse(json) as { lines: Json[] } & Json;
    change(file);
    const parsed = parseRequestFile(JSON.stringify(file));
    return parsed.ok ? [] : parsed.error.map(({ path, message }) => `${path}: ${message}`);
  };
  const party = (address: string): Json => ({
    ...{ address, natAddress: null, label: null, role: 'dnsServers', node: null, zone: null },
  });

  it.each<[string, Json, string]>([
    ['any address', { to: [party('0.0.0.0/0')] }, 'lines[0].to[0].address: 0.0.0.0/0 means any address'],
    ['no address', { to: [] }, 'lines[0].to: It is empty.'],
    ['a command as an address', { to: [party('$(id)')] }, 'lines[0].to[0].address'],
    ['a line break in an id', { id: 'dns.gdn-1.out.lan.v4.required\nno access-list x' }, 'lines[0].id'],
    ['an id of another line', { id: 'ntp.gdn-1.out.lan.v4.required' }, 'do not fit together'],
    ['no service', { services: [] }, 'lines[0].services: It is empty.'],
    ['an impossible port', { services: ['70000/tcp'] }, 'lines[0].services[0]: Port 70000'],
    ['a right-to-left mark', { title: 'DNS\u202e' }, 'lines[0].title: It holds a control character'],
    ['an unknown key', { permit: 'any' }, 'lines[0].permit'],
  ])('with %s is refused at its place', (_, change, expected) => {
    const findings = edited((file) => {
      file.lines[0] = { ...file.lines[0], ...change };
    });
    expect(findings.join('\n')).toContain(expected);
  });

  it('with a line twice is refused', () => {
    const findings = edited((file) => file.lines.push({ ...file.lines[0] }));
    expect(findings.join('\n')).toContain('stands in the file twice');
  });

  it('that is no JSON is refused with line and column', () => {
    const parsed = parseRequestFile('{ "format": }');
    expect(parsed.ok ? '' : parsed.error[0]?.message).toContain('Line 1, column 13');
  });
});

describe('a removal', () => {
  const request = removalOf('gdansk-dc1');
  const pages = pagesOf(request);

  it('asks to withdraw every line, under a number of its own, and names the request that it undoes', () => {
    expect(request.document.header.name).toBe('Firewall removal request');
    expect(request.stem).toBe('FCR-2027-003_A_remove');
    expect(request.file.kind).toBe('removal');
    expect(request.file.lines.every(({ change }) => change === 'removed')).toBe(true);
    expect(request.file.lines.length).toBe(requestOf(plannedSite('gdansk-dc1')).file.lines.length);
    expect(pages).toContain('that request FCR-2026-014 asked for');
  });

  it('has no box to approve, nothing to settle, and a record of withdrawals', () => {
    const model = JSON.stringify(request.document.blocks);
    expect(model).not.toContain('"value":"approve"');
    expect(model).not.toMatch(/"section-[56]"/);
    expect(model).not.toContain('Active since');
    expect(model.match(/Withdrawn at, UTC, line \d+/g)?.length).toBe(request.file.lines.length);
    expect(pages).toContain('Effect and way back');
    expect(model).toContain('Your rule, as recorded');
    expect(pages).toContain('not recorded');
  });

  it('permits nothing in any firewall language', () => {
    const { rules } = firewallInput(request.facts, request.digest);
    expect(rules.map(({ change }) => change)).toEqual(request.file.lines.map(() => 'remove'));
  });

  it('leaves out lines that never had an address, and says so', () => {
    const draft = removalOf('draft');
    expect(draft.status).toBe('for-decision');
    expect(draft.file.lines.every(({ from, to }) => from.length > 0 && to.length > 0)).toBe(true);
    expect(pagesOf(draft)).toContain('never had an address');
  });

  it('is refused without the request that it undoes, and under the number of that', () => {
    const site = (request: Json) =>
      plannedSite('gdansk-dc1', (json) => {
        json['request'] = { ...(json['request'] as Json), type: 'remove', ...request };
      }).site;
    const why = (request: Json): string =>
      whyNoRequest({ site: site(request), practice: false })?.message ?? '';
    expect(why({ supersedes: null })).toContain('request.supersedes is empty');
    expect(why({ supersedes: 'FCR-2026-014' })).toContain('a number of its own');
    expect(why({ supersedes: 'FCR-2026-001' })).toBe('');
  });
});

describe('an answer to the earlier request', () => {
  const before = requestOf(plannedSite('gdansk-dc1'));
  const answer = answerTo(before, {
    'line.ntp-gdn-1-out-lan-v4-required.decision': 'in-place',
    'impl.ntp-gdn-1-out-lan-v4-required.rule': 'GDN-STOR-019',
    'impl.ntp-gdn-1-out-lan-v4-required.active': '2026-11-24 20:11:05',
  });
  const next = (request: Json) =>
    plannedSite('gdansk-dc1', (json) => {
      json['request'] = { ...(json['request'] as Json), ...request };
    });
  const removed = { number: 'FCR-2027-003', type: 'remove', supersedes: 'FCR-2026-014' };

  it('gives the decisions on the lines that stay', () => {
    const since = asEarlier(before);
    const delta = requestOf(next({ revision: 'B' }), { since, answer });
    const decisions = new Map(delta.file.unchanged?.map(({ id, decision }) => [id, decision]));
    expect(decisions.get('ntp.gdn-1.out.lan.v4.required')).toBe('in-place');
    expect(decisions.get('dns.gdn-1.out.lan.v4.required')).toBeUndefined();
    expect(pagesOf(delta)).toContain('In place');
    expect(pagesOf(delta)).toContain('not recorded');
  });

  it("gives a removal the names of the customer's rules and since when they are active", () => {
    const removal = requestOf(next(removed), { answer });
    expect(pagesOf(removal)).toContain('Your rule GDN-STOR-019, active since 2026-11-24, 20:11:05 UTC.');
    const ntp = removal.file.lines.find(({ id }) => id === 'ntp.gdn-1.out.lan.v4.required');
    expect(ntp?.recorded).toEqual({ rule: 'GDN-STOR-019', active: '2026-11-24T20:11:05Z' });
    expect(requestSchema.parse(JSON.parse(removal.json))).toEqual(removal.file);
  });

  it('is refused when it is to another request, or when nothing earlier is looked at', () => {
    const why = (request: Json, since?: ReturnType<typeof asEarlier>): string =>
      whyNoRequest({ site: next(request).site, practice: false, since, answer })?.message ?? '';
    expect(why({ revision: 'B' }, asEarlier(before))).toBe('');
    expect(why(removed)).toBe('');
    expect(why({ revision: 'B' }, { ...asEarlier(before), sha256: '0'.repeat(64) })).toContain(
      'digests differ',
    );
    expect(why({ ...removed, supersedes: 'FCR-2026-001' })).toContain('undoes FCR-2026-001');
    expect(why({})).toContain('Only a delta and a removal');
  });
});
