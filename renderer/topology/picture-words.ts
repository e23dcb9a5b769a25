import { servicesOf } from '../../shared/documents/picture/services-of.ts';
import type { PictureLane, PictureWords, Place, Side, Sight } from '../../shared/documents/picture/types.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { observationWord, verdictWord } from '../components/state-words.tsx';
import { said } from '../i18n/said.ts';
import { t, tn } from '../i18n/t.ts';

const shownServices = 3;

function named(services: readonly string[]): string {
  return services.length > shownServices
    ? tn('{{count}} service', '{{count}} services', services.length)
    : services.join(', ');
}

/** `53 both ways`, `88 out, 389 both ways`. */
function aboutOf(lane: PictureLane): string {
  const services = servicesOf(lane);
  const parts = [
    services.out.length === 0 ? '' : t('{{services}} out', { services: named(services.out) }),
    services.in.length === 0 ? '' : t('{{services}} in', { services: named(services.in) }),
    services.both.length === 0 ? '' : t('{{services}} both ways', { services: named(services.both) }),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** What was seen, in a word; null before anybody looked. */
export function stateWord({ state, observation }: Sight): string | null {
  switch (state) {
    case 'planned':
      return null;
    case 'no-address':
      return t('no address');
    case 'fail':
    case 'inconclusive':
      return observation === null ? verdictWord(state) : observationWord(observation);
    case 'pass':
      return observation === 'open' ? t('open, weaker') : t('pass');
    case 'attested':
    case 'waived':
      return verdictWord(state);
    case 'running':
      return t('running');
    case 'waiting':
      return t('waiting');
    case 'not-run':
      return t('not run');
    default:
      return assertNever(state);
  }
}

function placeName(place: Place, side: Side): string {
  switch (place.kind) {
    case 'zone':
      return t('Zone {{name}}', { name: place.name });
    case 'several-zones':
      return t('Several zones');
    case 'no-zone':
      return side === 'inner' ? t('inner network') : t('outside');
    case 'more-zones':
      return tn('{{count}} more zone', '{{count}} more zones', place.count);
    case 'same-subnet':
      return t('Same subnet, no firewall between');
    default:
      return assertNever(place);
  }
}

/** The words of the picture, in the language of the window. */
export function pictureWords(): PictureWords {
  return {
    name: (lane) =>
      lane.names.length === 1
        ? said(lane.names[0] ?? '')
        : tn('{{count}} more counterpart', '{{count}} more counterparts', lane.names.length),
    about: aboutOf,
    state: ({ sight }) => stateWord(sight),
    notes: () => [],
    place: placeName,
    side: (side) => (side === 'inner' ? t('inner network') : t('outside')),
    firewall: t('firewall'),
    nodes: (nodes) => tn('{{count}} node', '{{count}} nodes', nodes.length),
    addresses: (count) => tn('{{count}} address', '{{count}} addresses', count),
    noAddress: t('no address'),
    notConnected: t('not connected'),
  };
}
