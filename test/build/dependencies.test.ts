import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const json = (path: string): unknown => JSON.parse(read(path));
const manifest = (path: string): Manifest => json(path) as Manifest;

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly license?: string;
  readonly licenses?: readonly { readonly type: string }[];
}
interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const page = read('docs/dependencies.md');
const tableRows = (heading: string): readonly (readonly string[])[] => {
  const [, after = ''] = page.split(heading);
  return after
    .split('\n##')[0]!
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
};

/** Licences under which the program may be given away with its parts. */
const allowed = new Set([
  'MIT',
  'BSD-3-Clause',
  'Apache-2.0',
  'MIT AND OFL-1.1',
  '(MIT OR Apache-2.0)',
  'ISC',
]);

describe('the packages that the program carries', () => {
  const { dependencies } = manifest('package.json');
  const rows = tableRows('# What Gatecheck is made of').map(([name, version, why, licence]) => ({
    name: name ?? '',
    version: version ?? '',
    why: why ?? '',
    licence: licence ?? '',
  }));

  it('are those of the table, at the versions that it says', () => {
    expect(Object.fromEntries(rows.map(({ name, version }) => [name, version]))).toEqual(dependencies);
  });

  it.each(rows)(
    '$name has a reason, and its own licence is one that may be passed on',
    ({ name, why, licence }) => {
      const { license, licenses } = manifest(`node_modules/${name}/package.json`);
      expect(why.length).toBeGreaterThan(5);
      expect(license ?? licenses?.map(({ type }) => type).join(' AND ')).toBe(licence);
      expect(allowed).toContain(licence);
    },
  );
});

describe('the lock file', () => {
  const { packages } = json('package-lock.json') as { packages: Readonly<Record<string, Locked>> };
  const locked = Object.entries(packages).filter(([path]) => path !== '');

  it('names each package by an exact version and its content, and by no address', () => {
    expect(locked.length).toBeGreaterThan(300);
    const odd = locked.filter(
      ([, { version, integrity, resolved, link }]) =>
        link === true ||
        resolved !== undefined ||
        !/^\d+\.\d+\.\d+/.test(version ?? '') ||
        !/^sha512-/.test(integrity ?? ''),
    );
    expect(odd.map(([path]) => path)).toEqual([]);
  });

  it('is of exact versions in package.json', () => {
    const { dependencies, devDependencies } = manifest('package.json');
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('has no install script that the page does not answer, and runs none', () => {
    const withScript = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    const names = withScript.map((path) => path.split('node_modules/').at(-1) ?? '');
    expect([...new Set(names)].sort()).toEqual(
      tableRows('## The lock file')
        .map(([name]) => name ?? '')
        .sort(),
    );
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  });
});
