import type { ComparedTarget, Comparison } from './comparison-schema.ts';

/** A comparison in sentences: headings, and what stands below each. */
export interface ComparisonPart {
  readonly title: string;
  readonly sentences: readonly string[];
}

const time = (utc: string | null): string => (utc === null ? '' : ` at ${utc}`);

/** `node gdn-1 to 10.20.5.53 53/udp (dns.gdn-1.out.lan.53-udp.v4)` */
function way({ from, to, rule }: ComparedTarget): string {
  return `${from} to ${to} (${rule})`;
}

function seen(sighting: ComparedTarget['old']): string {
  if (sighting === null) return 'not planned';
  return `${sighting.observation}: ${sighting.verdict}`;
}

function turn(one: ComparedTarget): string {
  return `${way(one)}: was ${seen(one.old)}, is ${seen(one.new)}${time(one.new?.startedAt ?? null)}.`;
}

function notAgain(one: ComparedTarget): string {
  const { old } = one;
  return `${way(one)}: last ${seen(old)}${time(old?.startedAt ?? null)}${one.new?.observation === old?.observation ? ', carried over' : ''}.`;
}

const settledAs = { attested: 'attested', waived: 'waived', none: 'not covered' } as const;

/** The comparison for people, the worst first; parts without anything to say are left out. */
export function comparisonSentences(comparison: Comparison): readonly ComparisonPart[] {
  const { rules, old, new: now } = comparison;
  const parts: ComparisonPart[] = [
    {
      title: 'Before anything else',
      sentences: comparison.inOrder
        ? []
        : [
            `The first report is the newer one (${old.createdAt}, then ${now.createdAt}): read it the other way round.`,
          ],
    },
    { title: 'Broke: passed before, does not pass any more', sentences: comparison.broke.map(turn) },
    { title: 'Opened: did not pass before, passes now', sentences: comparison.opened.map(turn) },
    {
      title: 'Looked at for the first time',
      sentences: comparison.first.map(
        (one) => `${way(one)}: ${seen(one.new)}${time(one.new?.startedAt ?? null)}.`,
      ),
    },
    {
      title: 'Seen differently',
      sentences: comparison.changed.map(
        (one) =>
          `${way(one)}: ${one.differences.map(({ what, old: was, new: is }) => `${what} was ${was}, is ${is}`).join('; ')}.`,
      ),
    },
    { title: 'Not looked at again', sentences: comparison.notAgain.map(notAgain) },
    {
      title: 'Rules',
      sentences: [
        ...rules.added.map((id) => `${id} is new.`),
        ...rules.removed.map((id) => `${id} is gone.`),
        ...rules.changed.map((id) => `${id} has other sources, destinations or another level.`),
        ...comparison.verdicts.map(({ id, old: was, new: is }) => `${id}: was ${was}, is ${is}.`),
      ],
    },
    {
      title: 'Attested and waived',
      sentences: comparison.settled.map(
        ({ id, old: was, new: is }) =>
          `${id}: was ${settledAs[was ?? 'none']}, is ${settledAs[is ?? 'none']}.`,
      ),
    },
    {
      title: 'Nodes',
      sentences: comparison.hostKeys.map(({ id, old: was, new: is }) =>
        was === null || is === null
          ? `${id} was reached in the ${was === null ? 'newer' : 'older'} report only.`
          : `${id} shows another host key: was ${was}, is ${is}. Another machine, or its key was made anew.`,
      ),
    },
    {
      title: 'How the reports were made',
      sentences: comparison.made.map(({ what, old: was, new: is }) => `The ${what} was ${was}, is ${is}.`),
    },
  ];
  return parts.filter(({ sentences }) => sentences.length > 0);
}

/** One sentence on the whole. */
export function comparisonHeadline({ broke, opened, worse, old, new: now }: Comparison): string {
  const ways = (count: number): string => `${count} ${count === 1 ? 'connection' : 'connections'}`;
  const changes = [
    ...(broke.length > 0 ? [`${ways(broke.length)} broke`] : []),
    ...(opened.length > 0 ? [`${ways(opened.length)} opened`] : []),
  ];
  const what = changes.length > 0 ? changes.join(', ') : 'nothing opened and nothing broke';
  const readiness =
    old.readiness === now.readiness ? `still ${now.readiness}` : `was ${old.readiness}, is ${now.readiness}`;
  return `${worse ? 'Worse' : 'No worse'}: ${what}; ${readiness}.`;
}
