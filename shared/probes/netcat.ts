/** Builds of `nc` that differ in their options and in what they say. */
export type NetcatFlavour = 'openbsd' | 'traditional' | 'ncat' | 'busybox';

export interface NetcatHelp {
  readonly flavour: NetcatFlavour;
  /** The single-letter options that this build lists: BusyBox has or lacks `z`, `u`, `s`, `n`, `v` as it was built. */
  readonly options: string;
}

/** First match counts: BusyBox may print the text of the traditional one after its own name. */
const signs: readonly (readonly [RegExp, NetcatFlavour])[] = [
  [/BusyBox v\d/i, 'busybox'],
  [/\bNcat \d/, 'ncat'],
  [/OpenBSD netcat|usage: nc \[-46/i, 'openbsd'],
  [/\[v1\.\d\S*\] connect to somewhere:/, 'traditional'],
];

/**
 * Tells which `nc` printed a help text (`nc -h`, white space made single); null: one that we do not know, so that
 * nothing that it says would be understood.
 */
export function readNetcatHelp(help: string): NetcatHelp | null {
  const text = help.trim().replace(/\s+/g, ' ');
  const flavour = signs.find(([sign]) => sign.test(text))?.[1];
  if (flavour === undefined) return null;
  const single = [...text.matchAll(/(?:^|[ [])-([A-Za-z0-9])(?=[ ,\]])/g)].map(([, letter]) => letter ?? '');
  const joined = flavour === 'openbsd' ? (/usage: nc \[-([A-Za-z0-9]+)\]/i.exec(text)?.[1] ?? '') : '';
  return { flavour, options: [...new Set([...Array.from(joined), ...single])].sort().join('') };
}
