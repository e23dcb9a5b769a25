import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { requestSchema } from '../../../shared/documents/change-request/request-json.ts';
import { expectGolden } from '../../helpers/golden.ts';
import { requestOfSite, textsOf } from './request-of-site.ts';

const pagesOf = (request: ReturnType<typeof requestOfSite>): string =>
  textsOf(request.document.blocks).join('\n');

describe('change request of a complete site', () => {
  const request = requestOfSite('gdansk-dc1');

  it('is for decision and has no watermark', () => {
    expect(request.status).toBe('for-decision');
    expect(request.document.watermark).toBeNull();
    expect(request.document.header.status).toBe('For decision');
  });

  it('asks for every rule exactly once', () => {
    const { lines, rules, flows } = request.file;
    const asked = lines.flatMap((line) => line.rules);
    expect(new Set(asked).size).toBe(asked.length);
    const local = rules.filter(({ id }) =>
      flows.filter((flow) => flow.rule === id).every((flow) => flow.sameSubnet),
    );
    expect([...asked, ...local.map(({ id }) => id)].sort()).toEqual(rules.map(({ id }) => id).sort());
  });

  it('numbers the lines in the order in which they are printed, zone by zone', () => {
    expect(request.file.lines.map(({ number }) => number)).toEqual(
      request.file.lines.map((_, index) => index + 1),
    );
    const zones = request.file.lines.map(({ farZone }) => farZone ?? '-');
    const changes = zones.filter((zone, index) => index > 0 && zone !== zones[index - 1]).length;
    expect(changes).toBe(new Set(zones).size - 1);
  });

  it('says on page 1 how many lines it asks for, by need', () => {
    const of = (level: string): number => request.file.lines.filter((line) => line.level === level).length;
    const text = pagesOf(request);
    expect(text).toContain(`${request.file.lines.length} lines`);
    expect(text).toContain(
      `${of('required')} required, ${of('optional')} optional, ${of('as-published')} as published by the vendor.`,
    );
  });

  it('asks for no "any": every line names both sides', () => {
    for (const line of request.file.lines) {
      expect(line.from.length).toBeGreaterThan(0);
      expect(line.to.length).toBeGreaterThan(0);
    }
    expect(textsOf(request.document.blocks).filter((text) => /^any$/i.test(text.trim()))).toEqual([]);
  });

  it('gives each line one decision that can be marked, under a name without dots in the line id', () => {
    const groups = JSON.stringify(request.document.blocks).match(/line\.[^"]*?\.decision/g) ?? [];
    const wanted = request.file.lines.map(({ id }) => `line.${id.replaceAll('.', '-')}.decision`);
    expect([...new Set(groups)].sort()).toEqual(wanted.sort());
    expect(groups.length).toBe(wanted.length * 3);
  });

  it('has a JSON whose digest is printed, and which its schema accepts', () => {
    expect(requestSchema.parse(JSON.parse(request.json))).toEqual(request.file);
    expect(createHash('sha256').update(request.json).digest('hex')).toBe(request.digest);
    expect(pagesOf(request).replaceAll(' ', '')).toContain(request.digest);
    expect(request.document.footer.left).toContain(request.digest.slice(0, 4));
  });

  it('is the same as before, line by line', () => {
    expectGolden('request-gdansk-dc1.json', `${JSON.stringify(JSON.parse(request.json), null, 2)}\n`);
  });

  it('says why an annex is empty', () => {
    expect(pagesOf(request)).toContain('No check was made before this request.');
  });
});

describe('change request with something missing', () => {
  const request = requestOfSite('draft');

  it('is a draft, and says so on every page', () => {
    expect(request.status).toBe('draft');
    expect(request.document.watermark).toBe('DRAFT');
    expect(request.document.header.status).toBe('DRAFT: not for implementation');
    expect(pagesOf(request)).toContain('This is a draft. Do not implement it. ');
  });

  it('asks for each missing address once, under the role that it is for', () => {
    const { missing, lines } = request.file;
    expect(missing.length).toBeGreaterThan(0);
    expect(new Set(missing.map(({ key }) => key)).size).toBe(missing.length);
    const fields = JSON.stringify(request.document.blocks).match(/address\.[A-Za-z-]+\.value/g) ?? [];
    expect(fields.sort()).toEqual(missing.map(({ key }) => `address.${key}.value`).sort());
    const empty = lines.filter(({ from, to }) => from.length === 0 || to.length === 0);
    expect(missing.flatMap((each) => each.lines).sort()).toEqual(empty.map(({ number }) => number).sort());
    expect(empty.every((line) => line.missing !== null)).toBe(true);
  });

  it('lets nobody decide on a line without an address, sign, or implement', () => {
    const model = JSON.stringify(request.document.blocks);
    for (const line of request.file.lines.filter(({ missing }) => missing !== null)) {
      expect(model).not.toContain(`line.${line.id.replaceAll('.', '-')}.decision`);
    }
    expect(model).not.toContain('approval.');
    expect(model).not.toContain('impl.');
  });

  it('tells that a list is lost from the source, and invents no address for it', () => {
    const licence = request.file.missing.find(({ key }) => key === 'licenseServers');
    expect(licence?.whoKnows).toContain('missing from the source');
    for (const line of request.file.lines.filter(({ missing }) => missing === licence?.number)) {
      expect(line.to).toEqual([]);
    }
  });

  it('names entries that nobody has decided on, and has no line for them', () => {
    const [undecided] = request.file.undecided;
    expect(undecided?.entry).toBe('name-server');
    expect(request.file.lines.filter(({ entry }) => entry === 'name-server')).toEqual([]);
    expect(pagesOf(request)).toContain('Undecided entries');
  });
});

describe('change request in special cases', () => {
  it('does not ask for flows inside the subnet of a node, and lists them', () => {
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['endpoints'] = { ...(json['endpoints'] as object), ntpServers: ['10.20.0.123'] };
    });
    expect(request.file.lines.filter(({ entry }) => entry === 'ntp')).toEqual([]);
    expect(request.file.flows.filter(({ sameSubnet }) => sameSubnet).map(({ to }) => to)).toEqual([
      '10.20.0.123',
    ]);
    expect(pagesOf(request)).toContain('Same subnet, no firewall rule expected');
  });

  it('says that no number was given instead of making one up', () => {
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['request'] = {};
    });
    expect(request.file.number).toBeNull();
    expect(request.document.title).toContain('No number given');
  });

  it('prints on page 1 who took a required rule away, and why', () => {
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['entries'] = {
        snmp: { level: { 'out 162/udp': 'optional' }, by: 'Grażyna Źrebiec', reason: 'No traps here.' },
      };
    });
    expect(request.file.takenAway).toHaveLength(1);
    expect(pagesOf(request)).toContain(' by Grażyna Źrebiec. Reason: No traps here.');
  });

  it('names both ports of an Inline node and marks the assumed ones', () => {
    const request = requestOfSite('szczecin-dc1');
    expect(new Set(request.file.lines.map(({ port }) => port))).toEqual(new Set(['lan', 'wan']));
    expect(request.file.lines.some(({ portBasis }) => portBasis === 'assumed')).toBe(true);
    expect(pagesOf(request)).toContain('WAN port');
  });

  it('prints a flow between two nodes of the site once, and says which other rules that covers', () => {
    const { lines, rules } = requestOfSite('szczecin-dc1').file;
    const covered = lines.flatMap(({ rules: own, mirrors }) => [...own, ...mirrors]);
    const peers = rules.filter(({ entry }) => entry === 'ssh-peers').map(({ id }) => id);
    expect(peers.filter((id) => !covered.includes(id))).toEqual([]);
  });

  it('is marked PRACTICE everywhere in practice, in the data too', () => {
    const request = requestOfSite('gdansk-dc1', () => undefined, true);
    expect(request.file.practice).toBe(true);
    expect(request.document.watermark).toBe('PRACTICE');
    expect(request.document.header.status).toContain('PRACTICE');
  });

  it('puts a counterpart into the narrowest zone that holds it', () => {
    const request = requestOfSite('gdansk-dc1', (json) => {
      json['zones'] = [
        { name: 'WIDE', addresses: ['10.0.0.0/8'] },
        { name: 'NARROW', addresses: ['10.20.5.0/24'] },
      ];
    });
    const dns = request.file.lines.find(({ entry }) => entry === 'dns');
    expect(dns?.farZone).toBe('NARROW');
    expect(dns?.nodeZone).toBe('WIDE');
  });
});
