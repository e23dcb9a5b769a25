import { unique } from '../../lib/order.ts';
import type { LaneWay, PictureGroup, PictureItem, PictureLane, Place, Side, Sight, Way } from './types.ts';
import { worstSight } from './sights.ts';

/** How much is drawn on one side before counterparts share a lane, and zones a group. */
export interface Limits {
  readonly lanes: number;
  readonly groups: number;
}

/** What was seen of an item. */
export type SightOf = (item: PictureItem) => Sight;

interface Bundle {
  readonly place: Place;
  /** Items of one counterpart each. */
  readonly names: Map<string, PictureItem[]>;
}

function placeKey(place: Place): string {
  return place.kind === 'zone' ? `zone ${place.name}` : place.kind;
}

const placeOrder: Readonly<Record<Place['kind'], number>> = {
  zone: 0,
  'several-zones': 1,
  'no-zone': 2,
  'more-zones': 3,
  'same-subnet': 4,
};

function bundled(items: readonly PictureItem[], zones: readonly string[]): Bundle[] {
  const bundles = new Map<string, Bundle>();
  for (const item of items) {
    const key = placeKey(item.place);
    const bundle = bundles.get(key) ?? { place: item.place, names: new Map<string, PictureItem[]>() };
    bundles.set(key, bundle);
    const known = bundle.names.get(item.name);
    if (known === undefined) bundle.names.set(item.name, [item]);
    else known.push(item);
  }
  const rank = ({ place }: Bundle): number =>
    placeOrder[place.kind] * 10_000 + (place.kind === 'zone' ? zones.indexOf(place.name) : 0);
  return [...bundles.values()].sort((a, b) => rank(a) - rank(b));
}

/** Zones beyond the limit become one group. Counterparts of the node's own subnet never join them: no firewall is between. */
function withFewerGroups(bundles: readonly Bundle[], most: number): Bundle[] {
  const local = bundles.filter(({ place }) => place.kind === 'same-subnet');
  const others = bundles.filter(({ place }) => place.kind !== 'same-subnet');
  const room = Math.max(1, most - local.length);
  if (others.length <= room) return [...bundles];
  const kept = others.slice(0, room - 1);
  const folded = others.slice(room - 1);
  const names = new Map<string, PictureItem[]>();
  for (const bundle of folded)
    for (const [name, items] of bundle.names) {
      const known = names.get(name);
      if (known === undefined) names.set(name, [...items]);
      else known.push(...items);
    }
  return [...kept, { place: { kind: 'more-zones', count: folded.length }, names }, ...local];
}

/** How many lanes each group gets: one at least, then the one that lacks most. */
function shares(sizes: readonly number[], most: number): number[] {
  const given = sizes.map(() => 1);
  for (let left = most - given.length; left > 0; left--) {
    let neediest = -1;
    let lack = 0;
    sizes.forEach((size, index) => {
      const missing = size - (given[index] ?? 0);
      if (missing > lack) [neediest, lack] = [index, missing];
    });
    if (neediest < 0) break;
    given[neediest] = (given[neediest] ?? 0) + 1;
  }
  return given;
}

function wayOf(way: Way, items: readonly PictureItem[], sightOf: SightOf): LaneWay[] {
  const own = items.filter((item) => item.way === way);
  if (own.length === 0) return [];
  return [
    {
      way,
      services: unique(own.map(({ service }) => service)),
      items: own.map(({ id }) => id),
      sight: worstSight(own.map(sightOf)),
    },
  ];
}

function laneOf(
  side: Side,
  place: Place,
  names: readonly string[],
  items: readonly PictureItem[],
  sightOf: SightOf,
): PictureLane {
  const ways = [...wayOf('out', items, sightOf), ...wayOf('in', items, sightOf)];
  return {
    id: `${side} ${placeKey(place)} ${names[0] ?? ''}`,
    side,
    place,
    names,
    addresses: unique(items.flatMap(({ addresses }) => addresses)),
    entries: unique(items.map(({ entry }) => entry)),
    items: items.map(({ id }) => id),
    ways,
    crosses: place.kind !== 'same-subnet',
    missing: items.some(({ missing }) => missing),
    assumed: items.some(({ assumed }) => assumed),
    sight: worstSight(ways.map(({ sight }) => sight)),
  };
}

function groupOf(side: Side, { place, names }: Bundle, most: number, sightOf: SightOf): PictureGroup {
  const counterparts = [...names];
  const alone = counterparts.length <= most ? counterparts : counterparts.slice(0, most - 1);
  const rest = counterparts.slice(alone.length);
  const lanes = alone.map(([name, items]) => laneOf(side, place, [name], items, sightOf));
  if (rest.length > 0) {
    const items = rest.flatMap(([, own]) => own);
    lanes.push(
      laneOf(
        side,
        place,
        rest.map(([name]) => name),
        items,
        sightOf,
      ),
    );
  }
  return { place, lanes };
}

/** The lanes of one side: each item in exactly one of them. */
export function groupLanes(
  side: Side,
  items: readonly PictureItem[],
  zones: readonly string[],
  limits: Limits,
  sightOf: SightOf,
): PictureGroup[] {
  const bundles = withFewerGroups(
    bundled(
      items.filter((item) => item.side === side),
      zones,
    ),
    limits.groups,
  );
  const given = shares(
    bundles.map(({ names }) => names.size),
    limits.lanes,
  );
  return bundles.map((bundle, index) => groupOf(side, bundle, given[index] ?? 1, sightOf));
}
