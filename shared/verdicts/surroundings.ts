import type { Observation } from '../probes/observation.ts';
import { formatIp, parseIp } from '../lib/ip.ts';
import type { ObservedCheck } from '../results/types.ts';
import { ownSubnetOf } from './own-subnet.ts';

/** What the other checks of the run saw from the same vantage: it tells where a packet that got no answer probably stopped. */
export interface Surroundings {
  /** Other services of the same address that answered: `443/tcp`. */
  readonly answeredHere: readonly string[];
  /** Other checks that were sent to the same address. */
  readonly askedHere: number;
  /** How many other addresses answered on the same service. */
  readonly serviceElsewhere: number;
  /** Checks to addresses beyond the node's own networks: how many were sent, and how many of them were answered. */
  readonly beyond: { readonly asked: number; readonly answered: number };
  /** A device that rejected other checks by ICMP: it limits how often it says so. Null: none did. */
  readonly rejecting: string | null;
  /** Quickest answer of the same address in milliseconds: at least one round trip. Null: it gave none. */
  readonly quickestHere: number | null;
}

/** Only these show that the target itself was reached: a refusal may be a firewall's. */
const answers: readonly Observation[] = ['confirmed', 'open'];

interface Seen {
  readonly id: string;
  readonly service: string;
  readonly answered: boolean;
  readonly ms: number | null;
}

interface Place {
  readonly byAddress: Map<string, Seen[]>;
  /** Service -> addresses that answered on it. */
  readonly answeredOn: Map<string, Set<string>>;
  asked: number;
  answered: number;
  rejecting: string | null;
}

const emptyPlace = (): Place => ({
  byAddress: new Map(),
  answeredOn: new Map(),
  asked: 0,
  answered: 0,
  rejecting: null,
});

function addressOf(check: ObservedCheck): string | null {
  const ip = parseIp(check.target.resolved ?? check.target.address);
  return ip === null ? null : formatIp(ip);
}

const placeOf = ({ vantage }: ObservedCheck): string =>
  [vantage.kind, vantage.node, vantage.address ?? ''].join(' ');

const serviceOf = ({ target }: ObservedCheck): string =>
  target.port === null ? 'ping' : `${target.port}/${target.protocol}`;

function seenIn(check: ObservedCheck): Seen {
  // What a person read at the receiver shows that a packet arrived, and nothing of an answer.
  const answered = answers.includes(check.observation) && check.facts.receipt === undefined;
  const times = check.attempts.filter(({ observation }) => answers.includes(observation)).map(({ ms }) => ms);
  return {
    id: check.id,
    service: serviceOf(check),
    answered,
    ms: answered && times.length > 0 ? Math.min(...times) : null,
  };
}

/** Looks once over all checks of a run, so that each can then be placed among the others in constant time. */
export function surroundingsOf(
  checks: readonly ObservedCheck[],
  nodeSubnets: (check: ObservedCheck) => readonly string[],
): (check: ObservedCheck) => Surroundings {
  const places = new Map<string, Place>();
  for (const check of checks) {
    const address = addressOf(check);
    if (address === null || check.attempts.length === 0) continue;
    const key = placeOf(check);
    const place = places.get(key) ?? emptyPlace();
    places.set(key, place);
    const seen = seenIn(check);
    const { icmpSender } = check.evidence;
    if (check.observation === 'rejected' && typeof icmpSender === 'string') place.rejecting ??= icmpSender;
    const here = place.byAddress.get(address) ?? [];
    here.push(seen);
    place.byAddress.set(address, here);
    if (seen.answered) {
      const on = place.answeredOn.get(seen.service) ?? new Set<string>();
      place.answeredOn.set(seen.service, on.add(address));
    }
    const ip = parseIp(address);
    if (ip === null || ownSubnetOf(ip, nodeSubnets(check)) !== null) continue;
    place.asked += 1;
    if (seen.answered) place.answered += 1;
  }
  return (check) => {
    const place = places.get(placeOf(check));
    const address = addressOf(check);
    const here = (place?.byAddress.get(address ?? '') ?? []).filter(({ id }) => id !== check.id);
    const times = here.flatMap(({ ms }) => ms ?? []);
    const on = place?.answeredOn.get(serviceOf(check));
    return {
      answeredHere: [...new Set(here.flatMap(({ answered, service }) => (answered ? [service] : [])))],
      askedHere: here.length,
      serviceElsewhere: (on?.size ?? 0) - (on?.has(address ?? '') === true ? 1 : 0),
      beyond: { asked: place?.asked ?? 0, answered: place?.answered ?? 0 },
      rejecting: place?.rejecting ?? null,
      quickestHere: times.length === 0 ? null : Math.min(...times),
    };
  };
}
