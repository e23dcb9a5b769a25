import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: { readonly system: readonly string[] } };
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
}
const workflow = parse(read('.github/workflows/build.yml')) as {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
};
const jobs = Object.values(workflow.jobs);
const commands = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

describe('the workflow for a public CI', () => {
  it('runs commands that there are, with options that they know', () => {
    const named = commands.flatMap((text) =>
      [...text.matchAll(/npm (?:run )?([a-z][a-z:-]*)/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThanOrEqual(5);
    expect(named.filter((name) => name === undefined || scripts[name] === undefined)).toEqual([]);
    expect(read('build/scripts/package.mjs')).toContain("'--installers'");
  });

  it('passes all tests with nothing skipped, and packs on three systems', () => {
    expect(commands).toContainEqual(expect.stringMatching(/CI=true npm test$/m));
    const systems = jobs.flatMap(({ strategy }) => strategy?.matrix.system ?? []);
    expect(systems.map((system) => system.split('-')[0]).sort()).toEqual(['macos', 'ubuntu', 'windows']);
  });

  it('may only read, ends in any case, and uses no action of strangers', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const job of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
    const foreign = jobs
      .flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
      .filter((action) => !/^actions\/[a-z-]+@v\d+$/.test(action));
    expect(foreign).toEqual([]);
  });

  it('signs with the variables that docs/releasing.md lists', () => {
    const listed = [...read('docs/releasing.md').matchAll(/`((?:WIN_)?CSC_[A-Z_]+|APPLE_[A-Z_]+)`/g)].map(
      ([, name]) => name,
    );
    const given = Object.keys(workflow.jobs['package']?.env ?? {});
    expect(given.sort()).toEqual([...new Set(listed)].sort());
    // A secret reaches a step by its environment only, never by a command line.
    expect(commands.filter((text) => text.includes('secrets.'))).toEqual([]);
  });
});
