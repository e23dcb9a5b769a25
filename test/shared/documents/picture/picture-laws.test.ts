import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  layOutPicture,
  paperMeasures,
  screenMeasures,
} from '../../../../shared/documents/picture/lay-out-picture.ts';
import type { Box, PictureLayout } from '../../../../shared/documents/picture/layout-types.ts';
import { paperWords } from '../../../../shared/documents/picture/paper-words.ts';
import { itemsOfRules, pictureOf } from '../../../../shared/documents/picture/picture-of-rules.ts';
import { pictureInWords } from '../../../../shared/documents/picture/in-words.ts';
import type { Picture, PictureLane, Sight, SightState } from '../../../../shared/documents/picture/types.ts';
import { observationWord } from '../../../../shared/probes/observation.ts';
import { deriveRules } from '../../../../shared/rules/derive-rules.ts';
import type { RuleSet } from '../../../../shared/rules/types.ts';
import type { Site, SiteFile } from '../../../../shared/site/schema.ts';
import { anySite } from '../../../helpers/any-site.ts';
import { lawSites } from '../../../helpers/law-sites.ts';
import { panzura, siteOf, smallSite } from '../../../helpers/site-fixtures.ts';

const catalog = panzura();
const runs = { numRuns: lawSites(60) };

const anyZones = fc.uniqueArray(
  fc.tuple(fc.constantFrom('DMZ', 'Büro', '本社', 'a zone whose name is as long as a sentence'), fc.nat(255)),
  { maxLength: 9, selector: ([name, number]) => `${name} ${number}` },
);

/** A site with zones, some of which hold counterparts. */
const anyZonedSite = fc.tuple(anySite, anyZones).map(([file, zones]): Site => ({
  ...siteOf(file),
  zones: zones.map(([name, number]) => ({
    name: `${name} ${number}`,
    about: '',
    addresses: [`10.${number}.0.0/16`],
  })),
}));

const states: readonly SightState[] = ['pass', 'fail', 'inconclusive', 'running', 'waiting', 'not-run'];
const anySight = fc.record({
  state: fc.constantFrom(...states),
  observation: fc.constantFrom(null, ...observationWord.options),
  check: fc.constantFrom(null, 'a check'),
});

interface Drawn {
  readonly site: Site;
  readonly rules: RuleSet;
  readonly sights: ReadonlyMap<string, Sight> | null;
  readonly picture: Picture;
  readonly layout: PictureLayout;
}

function draw(site: Site, sightOf: ((index: number) => Sight) | null, width: number | 'paper' = 920): Drawn {
  const rules = deriveRules(catalog, site);
  const sights = sightOf === null ? null : new Map(rules.rules.map(({ id }, index) => [id, sightOf(index)]));
  const picture = pictureOf(site, itemsOfRules(catalog, site, rules), sights);
  const measures = width === 'paper' ? paperMeasures(700) : screenMeasures(width);
  return { site, rules, sights, picture, layout: layOutPicture(picture, paperWords, measures) };
}

const anyDrawn = fc
  .tuple(
    anyZonedSite,
    fc.option(fc.infiniteStream(anySight)),
    fc.constantFrom(620, 740, 920, 'paper' as const),
  )
  .map(([site, sights, width]) => {
    if (sights === null) return draw(site, null, width);
    const first = [...sights.take(97)];
    return draw(site, (index) => first[index % first.length]!, width);
  });

function lanesOf({ sides }: Picture): PictureLane[] {
  return [...sides.inner, ...sides.outer].flatMap(({ lanes }) => lanes);
}

function labelBoxes(layout: PictureLayout): { readonly text: string; readonly box: Box }[] {
  const { lanes, groups, captions, texts, ports } = layout;
  const own = lanes.flatMap(({ title, more, about, state, notes }) => [
    title,
    ...more,
    about,
    ...(state === null ? [] : [state]),
    ...notes,
  ]);
  return [...own, ...groups, ...captions, ...texts, ...ports.map(({ label }) => label)];
}

function overlap(a: Box, b: Box): boolean {
  const slack = 0.5;
  return (
    a.x + a.w > b.x + slack && b.x + b.w > a.x + slack && a.y + a.h > b.y + slack && b.y + b.h > a.y + slack
  );
}

describe('the layout of a picture', () => {
  it('lets no two texts overlap', () => {
    fc.assert(
      fc.property(anyDrawn, ({ layout }) => {
        const all = labelBoxes(layout);
        all.forEach((a, index) => {
          for (const b of all.slice(index + 1))
            if (overlap(a.box, b.box)) expect.fail(`“${a.text}” lies over “${b.text}”`);
        });
      }),
      runs,
    );
  });

  it('keeps everything inside its frame, and every mark in the row of its lane', () => {
    fc.assert(
      fc.property(anyDrawn, ({ layout }) => {
        const { width, height, device, walls, lanes } = layout;
        const rows = lanes.map(({ row }) => row);
        const boxes = [...labelBoxes(layout).map(({ box }) => box), device, ...walls, ...rows];
        for (const { x, y, w, h } of boxes) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x + w).toBeLessThanOrEqual(width);
          expect(y + h).toBeLessThanOrEqual(height);
        }
        for (const { mark, row, strokes } of lanes) {
          for (const x of [mark.x, ...strokes.flatMap(({ x1, x2 }) => [x1, x2])]) {
            expect(x).toBeGreaterThanOrEqual(row.x);
            // The cable of One-Arm and the wall belong to the row too.
            expect(x).toBeLessThanOrEqual(row.x + row.w + 0.001);
          }
          expect(mark.y).toBeGreaterThan(row.y);
          expect(mark.y).toBeLessThan(row.y + row.h);
        }
      }),
      runs,
    );
  });

  it('lets no rows overlap, so that each can be pointed at', () => {
    fc.assert(
      fc.property(anyDrawn, ({ layout }) => {
        const rows = layout.lanes.map(({ row }) => row);
        rows.forEach((a, index) => {
          for (const b of rows.slice(index + 1)) expect(overlap(a, b)).toBe(false);
        });
      }),
      runs,
    );
  });

  it('opens the wall for each lane that passes it, and has none where no firewall is between', () => {
    fc.assert(
      fc.property(anyDrawn, ({ layout }) => {
        for (const { lane, mark, strokes } of layout.lanes) {
          const wall = layout.walls.filter((box) => {
            const between = strokes.some(
              ({ x1, x2 }) => Math.min(x1, x2) <= box.x + box.w && Math.max(x1, x2) >= box.x,
            );
            return between && box.y < mark.y && box.y + box.h > mark.y;
          });
          expect(wall).toEqual([]);
          if (!lane.crosses) expect(lane.place.kind).toBe('same-subnet');
        }
      }),
      runs,
    );
  });
});

describe('the lanes of a picture', () => {
  it('hold every rule exactly once; only those of one subnet pass no firewall', () => {
    fc.assert(
      fc.property(anyDrawn, ({ rules, picture }) => {
        const lanes = lanesOf(picture);
        const held = lanes.flatMap(({ items }) => items);
        expect([...held].sort()).toEqual(rules.rules.map(({ id }) => id).sort());
        const laneOf = new Map(lanes.flatMap((lane) => lane.items.map((item) => [item, lane])));
        for (const rule of rules.rules) {
          const empty = rule.from.length === 0 || rule.to.length === 0;
          const flows = rules.flows.filter((flow) => flow.rule === rule.id);
          const passes = empty || flows.some(({ sameSubnet }) => !sameSubnet);
          expect(laneOf.get(rule.id)?.crosses).toBe(passes);
        }
      }),
      runs,
    );
  });

  it('say the ways of their rules, and no other', () => {
    fc.assert(
      fc.property(anyDrawn, ({ rules, picture, layout }) => {
        const byId = new Map(rules.rules.map((rule) => [rule.id, rule]));
        for (const lane of lanesOf(picture)) {
          const ways = new Set(lane.items.map((item) => byId.get(item)?.direction));
          expect(new Set(lane.ways.map(({ way }) => way))).toEqual(ways);
        }
        for (const { lane, strokes } of layout.lanes) {
          expect(new Set(strokes.map(({ way }) => way))).toEqual(new Set(lane.ways.map(({ way }) => way)));
          // Arrows of what goes out lead away from the node, of what comes in towards it.
          for (const { way, x1, x2 } of strokes)
            expect(x2 > x1).toBe((way === 'out') === (lane.side === 'outer'));
        }
      }),
      runs,
    );
  });

  it('show the worst of their rules: pass only if all passed, fail if one failed', () => {
    fc.assert(
      fc.property(anyDrawn, ({ rules, picture, sights }) => {
        const byId = new Map(rules.rules.map((rule) => [rule.id, rule]));
        for (const lane of lanesOf(picture)) {
          const seen = lane.items.map((id): SightState => {
            const rule = byId.get(id)!;
            const sight = sights?.get(id);
            const empty = rule.from.length === 0 || rule.to.length === 0;
            if (empty && (sight?.check ?? null) === null) return 'no-address';
            return sight?.state ?? 'planned';
          });
          const { state } = lane.sight;
          expect(seen).toContain(state);
          expect(state === 'pass').toBe(seen.every((one) => one === 'pass'));
          if (seen.includes('fail')) expect(state).toBe('fail');
          else if (seen.includes('inconclusive')) expect(state).toBe('inconclusive');
        }
      }),
      runs,
    );
  });

  it('with a role that nobody filled say so, and have no address of their own', () => {
    fc.assert(
      fc.property(anyDrawn, ({ rules, picture, layout }) => {
        const known = new Set(
          rules.rules.flatMap(({ from, to }) => [...from, ...to]).map(({ address }) => address),
        );
        for (const lane of lanesOf(picture))
          for (const address of lane.addresses) expect(known).toContain(address);
        for (const { lane, strokes } of layout.lanes)
          if (lane.sight.state === 'no-address')
            expect(strokes.some(({ kind, arrow }) => kind === 'rest' && !arrow)).toBe(true);
      }),
      runs,
    );
  });
});

function manyOf(site: SiteFile): SiteFile {
  const nodes = Array.from({ length: 50 }, (_, index) => ({
    name: `node-${index + 1}`,
    lan: { address: `10.20.${index}.10/24` },
    wan: { address: `172.31.${index}.10/24` },
  }));
  const zones = Array.from({ length: 20 }, (_, index) => ({
    name: `Zone number ${index + 1}`,
    addresses: [`10.60.${index}.0/24`],
  }));
  const customRules = Array.from({ length: 60 }, (_, index) => ({
    id: `own-${index}`,
    title: `An application with a rather long name, number ${index}`,
    direction: 'out' as const,
    port: index % 2 === 0 ? ('lan' as const) : ('wan' as const),
    services: [`${8000 + index}/tcp`],
    endpoints: Array.from({ length: 5 }, (_each, host) => `10.60.${index % 20}.${host + 1}`),
    reason: 'It is needed.',
  }));
  return { ...site, deployment: 'inline', nodes, zones, customRules };
}

describe('a site of 50 nodes, 20 zones and 300 counterparts', () => {
  const site = siteOf(manyOf(smallSite()));
  const { picture, layout, rules } = draw(site, () => ({
    state: 'pass',
    observation: 'confirmed',
    check: 'a check',
  }));

  it('is grouped until it can be read, and says how many there are', () => {
    expect(rules.rules.length).toBeGreaterThan(2_000);
    expect(layout.lanes.length).toBeLessThanOrEqual(24);
    expect(layout.height).toBeLessThan(640);
    expect(layout.texts.map(({ text }) => text)).toContain('50 nodes');
    expect(layout.texts.map(({ text }) => text)).toContain('50 addresses');
    expect(layout.groups.map(({ text }) => text).join()).toMatch(/\d+ more zones/);
    expect(layout.lanes.map(({ title }) => title.text).join()).toMatch(/\d+ more counterparts/);
  });

  it('is said in words, node by node and lane by lane', () => {
    const words = pictureInWords(picture, paperWords);
    expect(words).toHaveLength(50 + layout.lanes.length);
    expect(words[0]).toBe('node-1: LAN 10.20.0.10; WAN 172.31.0.10');
  });
});

describe('One-Arm and Inline', () => {
  const endpoints = { dnsServers: ['10.9.0.53'], peerNodes: ['192.0.2.7'] };
  const inline = { lan: { address: '10.20.0.10/24' }, wan: { address: '172.31.0.10/24' } };
  const nodes = [{ name: 'szz-1', ...inline }];

  it('are drawn differently: in One-Arm one cable leads to the LAN port, and the WAN port is empty', () => {
    const arm = draw(siteOf(smallSite({ deployment: 'one-arm', nodes, endpoints })), null).layout;
    expect(arm.bars).toHaveLength(1);
    expect(arm.cable.length).toBeGreaterThan(2);
    expect(arm.ports.map(({ port, connected }) => [port, connected])).toEqual([
      ['lan', true],
      ['wan', false],
    ]);
    expect(arm.texts.map(({ text }) => text)).toContain('not connected');
    expect(arm.texts.map(({ text }) => text)).not.toContain('172.31.0.10');
    const both = draw(siteOf(smallSite({ deployment: 'inline', nodes, endpoints })), null).layout;
    expect(both.bars).toHaveLength(2);
    expect(both.cable).toEqual([]);
    expect(both.ports.every(({ connected }) => connected)).toBe(true);
  });
});
