import type { Topology, TopologyEntry, TopologyZone } from '../model.ts';
import { paperWords } from './paper-words.ts';
import { worstSight } from './sights.ts';
import type { LaneWay, Picture, PictureGroup, PictureLane, PictureWords, Side, Sight, Way } from './types.ts';

/** A request's topology, in whatever language its words are, as a picture: one lane for each name in a zone. */
export function pictureOfBlock(block: Topology): { readonly picture: Picture; readonly words: PictureWords } {
  const entries = new Map<string, TopologyEntry>();
  const groupsOf = (side: Side): PictureGroup[] =>
    block.zones
      .filter((zone) => zone.side === side)
      .map((zone, index) => groupOf(zone, `${side} ${index}`, entries));
  const picture: Picture = {
    deployment: block.deployment,
    nodes: block.nodes.map(({ name, about, ports }) => ({
      name,
      about,
      ports: ports.map(({ addresses, zone, connected }, index) => ({
        port: index === 0 ? 'lan' : 'wan',
        addresses,
        connected,
        note: zone,
      })),
    })),
    sides: { inner: groupsOf('inner'), outer: groupsOf('outer') },
  };
  return { picture, words: wordsOf(block, entries) };
}

function wayOf(way: Way, lines: string | null, sight: Sight): LaneWay[] {
  return lines === null ? [] : [{ way, services: [lines], items: [], sight }];
}

function groupOf(zone: TopologyZone, key: string, entries: Map<string, TopologyEntry>): PictureGroup {
  const place = { kind: 'zone', name: zone.name } as const;
  const lanes = zone.entries.map((entry, index): PictureLane => {
    const id = `${key} ${index}`;
    entries.set(id, entry);
    const state = entry.missing ? 'no-address' : 'planned';
    const sight: Sight = { state, observation: null, check: null };
    const ways = [...wayOf('out', entry.out, sight), ...wayOf('in', entry.in, sight)];
    return {
      id,
      side: zone.side,
      place,
      names: [entry.name],
      addresses: [entry.addresses],
      entries: [],
      items: [],
      ways,
      crosses: true,
      missing: entry.missing,
      assumed: false,
      sight: worstSight(ways.map((way) => way.sight)),
    };
  });
  return { place, lanes };
}

function directionsOf(entry: TopologyEntry | undefined): string[] {
  if (entry === undefined) return [];
  const { out, in: into } = entry;
  return [...(out === null ? [] : [`OUT ${out}`]), ...(into === null ? [] : [`IN ${into}`])];
}

/** The block's own words; OUT, IN and line numbers are the same in every language. */
function wordsOf(block: Topology, entries: ReadonlyMap<string, TopologyEntry>): PictureWords {
  const unconnected = block.nodes.flatMap(({ ports }) => ports).find(({ connected }) => !connected);
  return {
    ...paperWords,
    about: ({ id }) => directionsOf(entries.get(id))[0] ?? '',
    state: () => null,
    // Line numbers are never shortened: those of the second direction have a line of their own.
    notes: ({ id }) => [...directionsOf(entries.get(id)).slice(1), entries.get(id)?.addresses ?? ''],
    place: (place) => (place.kind === 'zone' ? place.name : ''),
    side: () => '',
    firewall: block.firewalls,
    notConnected: unconnected?.zone ?? paperWords.notConnected,
  };
}
