import type { PictureLane } from './types.ts';

/** Services of a lane by direction; those that go both ways stand once. */
export interface LaneServices {
  readonly out: readonly string[];
  readonly in: readonly string[];
  readonly both: readonly string[];
}

/** `443/tcp` without its transport, as drawings write it. */
function short(service: string): string {
  const [first = '', second = ''] = service.split('/');
  return first === 'icmp' || first === 'icmp6' ? 'ping' : /^\d/.test(first) ? first : first || second;
}

export function servicesOf(lane: Pick<PictureLane, 'ways'>): LaneServices {
  const of = (way: 'out' | 'in'): string[] => [
    ...new Set(lane.ways.filter((one) => one.way === way).flatMap(({ services }) => services.map(short))),
  ];
  const [out, into] = [of('out'), of('in')];
  return {
    both: out.filter((service) => into.includes(service)),
    out: out.filter((service) => !into.includes(service)),
    in: into.filter((service) => !out.includes(service)),
  };
}
