/** What of an open site is the customer's, and the numbers that stand for it in the log while the program runs. */
export interface KnownThings {
  /** Learns every name, address and text of a site, as the forms hold it. */
  readonly learn: (site: unknown) => void;
  /** A secret that is held for a while; the function that comes back lets it go. */
  readonly hold: (secrets: readonly string[]) => () => void;
  /** `node-2`. A thing that was never seen gets a number now, of the kind that is named. */
  readonly thing: (value: string, kind?: string) => string;
  readonly tokenOf: (value: string) => string | null;
  /** Whether a text holds a known thing or a secret that is held. */
  readonly gives: (text: string) => boolean;
}

/** Choices and numbers of the form's own; whatever else stands in a site is the customer's. */
const ownWords: ReadonlySet<string> = new Set([
  ...['format', 'catalog', 'deployment', 'features', 'port', 'direction', 'level', 'services', 'probe'],
  ...['type', 'category', 'revision', 'language', 'waits', 'temporaryListener', 'enabled', 'digest'],
  ...['at', 'start', 'end', 'expires', 'validUntil', 'sensitiveData', 'negativeControl'],
]);

const kindByKey: Readonly<Record<string, string>> = {
  ...{ address: 'address', gateway: 'address', address6: 'address', gateway6: 'address' },
  ...{ natAddress: 'address', addresses: 'address', haPeer: 'address', endpoints: 'address' },
  ...{ host: 'host', domain: 'host', sni: 'host', probeHosts: 'host', user: 'user' },
  ...{ hostKey: 'key', certificate: 'key', nodes: 'node', customer: 'customer', technician: 'person' },
  ...{ zones: 'zone', customRules: 'rule' },
};

/** Enough for a site at its bounds; past it, things are left out instead of numbered. */
const mostThings = 100_000;
/** Shorter ones are in everything. */
const shortest = 3;
const deepest = 8;

const plain = (text: string): string => text.normalize('NFC').toLowerCase();

function kindOf(path: readonly string[], value: string): string {
  if (/^[\d.]+(?:\/\d+)?$|^[0-9a-f]*:[0-9a-f:]*(?:\/\d+)?$/i.test(value)) return 'address';
  for (const key of [...path].reverse()) {
    const kind = kindByKey[key];
    if (kind === 'address') return 'host';
    if (kind !== undefined) return kind;
  }
  return 'name';
}

/** Strings of a value with the way to them; bounded, because a draft may hold anything. */
function* stringsIn(value: unknown, path: readonly string[] = []): Generator<[readonly string[], string]> {
  if (path.length > deepest) return;
  if (typeof value === 'string') yield [path, value];
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item, path);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      if (!ownWords.has(key)) yield* stringsIn(item, [...path, key]);
}

/** In memory only: nobody but this process can say what `host-3` is, and nobody at all once it has ended. */
export function knownThings(): KnownThings {
  const tokens = new Map<string, string>();
  const counts = new Map<string, number>();
  const secrets = new Map<string, number>();

  const give = (kind: string, value: string): string => {
    const key = plain(value.trim());
    const before = tokens.get(key);
    if (before !== undefined) return before;
    if (tokens.size >= mostThings) return 'thing-1000000';
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const token = `${kind}-${count}`;
    tokens.set(key, token);
    return token;
  };

  return {
    learn: (site) => {
      for (const [path, value] of stringsIn(site)) {
        if (value.trim() === '') continue;
        const kind = kindOf(path, value);
        // A node's network is its address, too.
        if (kind === 'address') give(kind, value.replace(/\/\d+$/, ''));
        give(kind, value);
      }
    },
    hold: (held) => {
      const kept = held.filter((secret) => secret.length >= shortest);
      for (const secret of kept) secrets.set(secret, (secrets.get(secret) ?? 0) + 1);
      return () => {
        for (const secret of kept.splice(0)) {
          const left = (secrets.get(secret) ?? 0) - 1;
          if (left > 0) secrets.set(secret, left);
          else secrets.delete(secret);
        }
      };
    },
    thing: (value, kind = 'thing') => give(kind, value),
    tokenOf: (value) => tokens.get(plain(value.trim())) ?? null,
    gives: (text) => {
      for (const secret of secrets.keys()) if (text.includes(secret)) return true;
      const small = plain(text);
      for (const thing of tokens.keys()) if (thing.length >= shortest && small.includes(thing)) return true;
      return false;
    },
  };
}
