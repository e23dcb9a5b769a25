import type { PermittedFlow } from './permitted.ts';

/** Named things of a device: unknown names and a second, other meaning of a name are errors. */
export interface Definitions<T> {
  readonly get: (name: string) => T;
  readonly set: (name: string, value: T) => void;
  /** The value of a name, made when there is none yet: a group that is added to. */
  readonly open: (name: string, empty: T) => T;
  readonly has: (name: string) => boolean;
}

export function definitions<T>(kind: string): Definitions<T> {
  const values = new Map<string, T>();
  const key = (name: string): string => name.toLowerCase();
  return {
    get: (name) => {
      const value = values.get(key(name));
      if (value === undefined) throw new Error(`There is no ${kind} "${name}".`);
      return value;
    },
    set: (name, value) => {
      const before = values.get(key(name));
      if (before !== undefined && before !== value)
        throw new Error(`${kind} "${name}" has two meanings: ${String(before)} and ${String(value)}.`);
      values.set(key(name), value);
    },
    open: (name, empty) => {
      const before = values.get(key(name));
      if (before !== undefined) return before;
      values.set(key(name), empty);
      return empty;
    },
    has: (name) => values.has(key(name)),
  };
}

export interface DeviceRule {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly services: readonly string[];
}

/** Every flow that the rules permit. A side or a list of services that is empty would mean "any". */
export function explode(rules: Iterable<DeviceRule>): PermittedFlow[] {
  const flows: PermittedFlow[] = [];
  for (const rule of rules) {
    if (rule.from.length === 0 || rule.to.length === 0 || rule.services.length === 0)
      throw new Error('A rule without source, destination or service permits any.');
    for (const from of rule.from)
      for (const to of rule.to) for (const service of rule.services) flows.push({ from, to, service });
  }
  return flows;
}

/** The words of a command; a quoted text is one word without its quotes. */
export function words(line: string): string[] {
  if (!line.includes('"')) return line.split(' ').filter((word) => word !== '');
  const found: string[] = [];
  const pattern = /"([^"]*)"|(\S+)/g;
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    if (match[2]?.includes('"') === true) throw new Error(`A quote is not closed: ${line}`);
    found.push(match[1] ?? match[2] ?? '');
  }
  return found;
}
