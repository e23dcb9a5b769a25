import { assertNever } from '../../lib/assert-never.ts';
import { count } from '../words.ts';
import { servicesOf } from './services-of.ts';
import type { PictureLane, PictureWords, Place, Side } from './types.ts';

function named(services: readonly string[]): string {
  return services.length > 4 ? count(services.length, 'service') : services.join(', ');
}

function aboutOf(lane: PictureLane): string {
  const services = servicesOf(lane);
  const parts = [
    services.out.length === 0 ? '' : `${named(services.out)} out`,
    services.in.length === 0 ? '' : `${named(services.in)} in`,
    services.both.length === 0 ? '' : `${named(services.both)} both ways`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function stateOf({ sight }: PictureLane): string | null {
  switch (sight.state) {
    case 'planned':
      return null;
    case 'no-address':
      return 'no address';
    case 'not-run':
      return 'not run';
    case 'fail':
    case 'inconclusive':
      return sight.observation ?? sight.state;
    case 'pass':
      return sight.observation === 'open' ? 'open, weaker' : 'pass';
    default:
      return sight.state;
  }
}

function placeOf(place: Place, side: Side): string {
  switch (place.kind) {
    case 'zone':
      return `Zone ${place.name}`;
    case 'several-zones':
      return 'Several zones';
    case 'no-zone':
      return side === 'inner' ? 'inner network' : 'outside';
    case 'more-zones':
      return `${place.count} more zones`;
    case 'same-subnet':
      return 'Same subnet, no firewall between';
    default:
      return assertNever(place);
  }
}

/** The words of a picture on paper. */
export const paperWords: PictureWords = {
  name: ({ names }) => (names.length === 1 ? (names[0] ?? '') : `${names.length} more counterparts`),
  about: aboutOf,
  state: stateOf,
  notes: () => [],
  place: placeOf,
  side: (side) => (side === 'inner' ? 'inner network' : 'outside'),
  firewall: 'firewall',
  nodes: (nodes) => count(nodes.length, 'node'),
  addresses: (amount) => count(amount, 'address', 'addresses'),
  noAddress: 'no address',
  notConnected: 'not connected',
};
