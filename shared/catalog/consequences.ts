import { z } from 'zod';
import { meantHint } from '../lib/did-you-mean.ts';
import type { Finding } from '../lib/result.ts';
import { formatFinding } from '../lib/zod-findings.ts';
import panzuraCloudfs from './panzura-cloudfs.consequences.json' with { type: 'json' };
import type { Catalog } from './schema.ts';
import { directionWord } from './schema.ts';

/**
 * What a denial means: which features need which entries. The source does not say it; it stands beside the catalogue, not
 * in it, so that what is ours and what is published stay apart. `basis` marks the few needs that the source does state.
 */

const basis = z.enum(['source', 'decision']);
const extent = z.enum(['lost', 'degraded']);

const entryNeed = z.strictObject({
  kind: z.literal('entry'),
  entry: z.string(),
  direction: directionWord,
  basis,
  /** What happens when its sessions of the entry's strongest level are denied. */
  ifDenied: z.strictObject({ extent, says: z.string() }),
  /** The same for its weaker services, e.g. what is only listed as published. Absent: the entry has none. */
  others: z.strictObject({ extent: z.enum(['degraded', 'safe']), says: z.string() }).optional(),
});

const featureNeed = z.strictObject({
  kind: z.literal('feature'),
  feature: z.string(),
  /** `by-name`: only for counterparts that are given by name. */
  when: z.enum(['always', 'by-name']),
  basis,
  ifLost: z.strictObject({ extent, says: z.string() }),
});

const consequencesSchema = z.strictObject({
  format: z.literal('gatecheck/consequences@1'),
  catalog: z.string(),
  about: z.string(),
  /** Keys are the catalogue's features, and what every node does without a switch. In the order of their weight. */
  features: z.record(
    z.string().regex(/^[a-zA-Z-]+$/),
    z.strictObject({
      title: z.string(),
      needs: z.array(z.discriminatedUnion('kind', [entryNeed, featureNeed])).min(1),
    }),
  ),
});

export type Consequences = z.infer<typeof consequencesSchema>;
export type ConsequenceFeature = Consequences['features'][string];
export type FeatureNeed = ConsequenceFeature['needs'][number];
export type EntryNeed = z.infer<typeof entryNeed>;

function lintNeed(need: FeatureNeed, path: string, catalog: Catalog, all: Consequences): Finding[] {
  if (need.kind === 'feature') {
    const known = Object.keys(all.features);
    if (known.includes(need.feature)) return [];
    const message = `There is no feature "${need.feature}" here.${meantHint(need.feature, known)}`;
    return [{ path: `${path}.feature`, message }];
  }
  const entry = catalog.entries.find(({ id }) => id === need.entry);
  if (entry === undefined) {
    const known = catalog.entries.map(({ id }) => id);
    const message = `The catalogue has no entry "${need.entry}".${meantHint(need.entry, known)}`;
    return [{ path: `${path}.entry`, message }];
  }
  const fits = entry.direction === null || entry.direction === 'both' || entry.direction === need.direction;
  return fits
    ? []
    : [{ path: `${path}.direction`, message: `${need.entry} has no direction "${need.direction}".` }];
}

/** Features that need each other in a ring: nothing could be said of them. */
function rings(all: Consequences): Finding[] {
  const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
    (all.features[from]?.needs ?? []).some((need) => {
      if (need.kind !== 'feature') return false;
      if (need.feature === goal) return true;
      if (seen.has(need.feature)) return false;
      seen.add(need.feature);
      return reaches(need.feature, goal, seen);
    });
  return Object.keys(all.features).flatMap((feature) =>
    reaches(feature, feature, new Set())
      ? [{ path: `features.${feature}.needs`, message: 'It needs itself, over other features.' }]
      : [],
  );
}

/** What consequences say of a catalogue that it does not have, and what they leave out. Empty: sound. */
export function lintConsequences(all: Consequences, catalog: Catalog): Finding[] {
  const needed = new Set(
    Object.values(all.features).flatMap(({ needs }) =>
      needs.flatMap((need) => (need.kind === 'entry' ? [need.entry] : [])),
    ),
  );
  return [
    ...(all.catalog === catalog.id
      ? []
      : [{ path: 'catalog', message: `It is for ${all.catalog}, not for ${catalog.id}.` }]),
    ...Object.entries(all.features).flatMap(([name, feature]) =>
      feature.needs.flatMap((need, index) =>
        lintNeed(need, `features.${name}.needs[${index}]`, catalog, all),
      ),
    ),
    ...Object.keys(catalog.features).flatMap((name) =>
      Object.hasOwn(all.features, name)
        ? []
        : [{ path: 'features', message: `It says nothing of the feature "${name}".` }],
    ),
    ...catalog.entries.flatMap(({ id }) =>
      needed.has(id) ? [] : [{ path: 'features', message: `No feature needs the entry "${id}".` }],
    ),
    ...rings(all),
  ];
}

function built(json: unknown): Consequences {
  const read = consequencesSchema.safeParse(json);
  if (!read.success) throw new Error(`Built-in consequences are broken: ${read.error.message}`);
  return read.data;
}

const shipped: ReadonlyMap<string, Consequences> = new Map(
  [built(panzuraCloudfs)].map((one) => [one.catalog, one]),
);

const sound = new WeakSet<Catalog>();

/** What denials mean for a catalogue; null: nobody has written it down, then each entry stands for itself. */
export function findConsequences(catalog: Catalog): Consequences | null {
  const found = shipped.get(catalog.id) ?? null;
  if (found === null || sound.has(catalog)) return found;
  const findings = lintConsequences(found, catalog);
  if (findings.length > 0)
    throw new Error(`Consequences do not fit ${catalog.id}: ${findings.map(formatFinding).join(' ')}`);
  sound.add(catalog);
  return found;
}
