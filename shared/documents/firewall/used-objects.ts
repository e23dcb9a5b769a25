import type { AddressFamily } from '../../lib/endpoint-address.ts';
import type { Service } from '../../lib/service.ts';
import { distinctBy } from './in-parts.ts';
import { addressGroupName, addressObjectName, serviceGroupName, serviceObjectName } from './object-names.ts';
import type { FirewallAddress } from './types.ts';
import type { RulePart } from './zoned-config.ts';

/** A service as an object: a ping is another one in each family. */
export interface UsedService {
  readonly name: string;
  readonly service: Service;
  readonly family: AddressFamily;
}

/** What rules name, each once, in order of first use. */
export interface UsedObjects {
  readonly addresses: readonly FirewallAddress[];
  /** Sides of several addresses, with their group's name. */
  readonly groups: readonly { readonly name: string; readonly members: readonly FirewallAddress[] }[];
  readonly services: readonly UsedService[];
}

export function usedObjects(parts: readonly RulePart[]): UsedObjects {
  const sides = parts.flatMap(({ from, to }) => [from, to]);
  return {
    addresses: distinctBy(sides.flat(), ({ text }) => text),
    groups: distinctBy(
      sides
        .filter((side) => side.length > 1)
        .map((members) => ({ name: addressGroupName(members), members })),
      ({ name }) => name,
    ),
    services: distinctBy(parts.flatMap(servicesOf), ({ name }) => name),
  };
}

/** The services of a part as objects. */
export function servicesOf({ services, rule: { family } }: RulePart): UsedService[] {
  return services.map((service) => ({ name: serviceObjectName(service, family), service, family }));
}

/** The object of a side's only address, or the group of its addresses. */
export function sideName(addresses: readonly FirewallAddress[]): string {
  const [only] = addresses;
  return addresses.length === 1 && only !== undefined ? addressObjectName(only) : addressGroupName(addresses);
}

/** The object of a part's only service, or the group of its services, for languages that have such groups. */
export function servicesName({ services, rule: { family } }: RulePart): string {
  const [only] = services;
  return services.length === 1 && only !== undefined
    ? serviceObjectName(only, family)
    : serviceGroupName(services, family);
}

/** The groups of services that the parts name, each once. */
export function serviceGroups(
  parts: readonly RulePart[],
): { readonly name: string; readonly members: readonly UsedService[] }[] {
  return distinctBy(
    parts
      .filter(({ services }) => services.length > 1)
      .map((part) => ({ name: servicesName(part), members: servicesOf(part) })),
    ({ name }) => name,
  );
}
