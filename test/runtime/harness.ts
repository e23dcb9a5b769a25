// Stands in for vitest's runner where vitest cannot run: inside the Electron that the app runs on, whose Node is older.
// The assertions are vitest's own. Only what the tests of electron/ use is here; anything else fails to bundle.
import { expect } from 'vitest';

export { expect };

type Body = () => unknown;

interface Options {
  readonly timeout?: number;
}

interface Test {
  readonly title: string;
  readonly body: Body | null;
  readonly timeoutMs: number;
}

interface Group {
  readonly title: string;
  readonly parent: Group | null;
  readonly members: (Test | Group)[];
  readonly beforeAll: Body[];
  readonly afterAll: Body[];
  readonly beforeEach: Body[];
  readonly afterEach: Body[];
}

const defaultTimeoutMs = 60_000;

const group = (title: string, parent: Group | null): Group => ({
  title,
  parent,
  members: [],
  beforeAll: [],
  afterAll: [],
  beforeEach: [],
  afterEach: [],
});

const top = group('', null);
let current = top;

const isGroup = (member: Test | Group): member is Group => 'members' in member;

const addTest = (title: string, body: Body | null, options: Options | number = {}): void => {
  const timeoutMs = typeof options === 'number' ? options : (options.timeout ?? defaultTimeoutMs);
  current.members.push({ title, body, timeoutMs });
};

type Registrar = (title: string, first: Options | Body, second?: Body | Options | number) => void;

/** Both orders that vitest takes: `(title, body, options)` and `(title, options, body)`. */
const register: Registrar = (title, first, second) => {
  if (typeof first === 'function') addTest(title, first, typeof second === 'function' ? undefined : second);
  else addTest(title, typeof second === 'function' ? second : null, first);
};

const skip: Registrar = (title) => {
  addTest(title, null);
};

/** Fills `%s`, `%i`, `%d`, `%j`, `%o` from left to right and `$name` from an object, as vitest does. */
const titleFor = (template: string, values: readonly unknown[]): string => {
  let next = 0;
  const filled = template.replace(/%[sidjo]/g, (mark) => {
    const value = values[next];
    next += 1;
    return mark === '%j' || mark === '%o' ? JSON.stringify(value) : String(value);
  });
  const fields = values[0];
  return typeof fields === 'object' && fields !== null
    ? filled.replace(/\$(\w+)/g, (mark, name: string) =>
        name in fields ? String((fields as Record<string, unknown>)[name]) : mark,
      )
    : filled;
};

const each =
  (add: (title: string, body: Body, options?: Options | number) => void) =>
  (rows: readonly unknown[]) =>
  (template: string, body: (...values: unknown[]) => unknown, options?: Options | number): void => {
    for (const row of rows) {
      const values: readonly unknown[] = Array.isArray(row) ? (row as unknown[]) : [row];
      add(titleFor(template, values), () => body(...values), options);
    }
  };

export const it = Object.assign(register, {
  each: each(addTest),
  skip,
  skipIf: (condition: unknown): Registrar => (condition ? skip : register),
  runIf: (condition: unknown): Registrar => (condition ? register : skip),
});

const openGroup = (title: string, body: Body): void => {
  const opened = group(title, current);
  current.members.push(opened);
  current = opened;
  try {
    body();
  } finally {
    current = opened.parent ?? top;
  }
};

/** The tests of a group that is skipped are listed, and their bodies dropped. */
const skipGroup = (title: string, body: Body): void => {
  openGroup(title, body);
  const drop = (members: (Test | Group)[]): void => {
    members.forEach((member, index) => {
      if (isGroup(member)) drop(member.members);
      else members[index] = { ...member, body: null };
    });
  };
  const opened = current.members.at(-1);
  if (opened !== undefined && isGroup(opened)) drop(opened.members);
};

export const describe = Object.assign(openGroup, {
  each: each(openGroup),
  skip: skipGroup,
  skipIf: (condition: unknown) => (condition ? skipGroup : openGroup),
  runIf: (condition: unknown) => (condition ? openGroup : skipGroup),
});

const hook =
  (name: 'beforeAll' | 'afterAll' | 'beforeEach' | 'afterEach') =>
  (body: Body): void => {
    current[name].push(body);
  };
export const beforeAll = hook('beforeAll');
export const afterAll = hook('afterAll');
export const beforeEach = hook('beforeEach');
export const afterEach = hook('afterEach');

const withDeadline = async (body: Body, timeoutMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not done within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    await Promise.race([Promise.resolve().then(body), deadline]);
  } finally {
    clearTimeout(timer);
  }
};

const lineage = (of: Group): Group[] => (of.parent === null ? [of] : [...lineage(of.parent), of]);

const tally = { passed: 0, failed: 0, skipped: 0 };

const report = (title: string, error: unknown): void => {
  tally.failed += 1;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stdout.write(`  x ${title}\n${text.replace(/^/gm, '    ')}\n`);
};

const runTest = async (one: Test, inGroup: Group, title: string): Promise<void> => {
  if (one.body === null) {
    tally.skipped += 1;
    return;
  }
  const path = lineage(inGroup);
  try {
    for (const body of path.flatMap((of) => of.beforeEach)) await withDeadline(body, defaultTimeoutMs);
    await withDeadline(one.body, one.timeoutMs);
    for (const body of path.reverse().flatMap((of) => of.afterEach))
      await withDeadline(body, defaultTimeoutMs);
    tally.passed += 1;
  } catch (error) {
    report(title, error);
  }
};

const runGroup = async (one: Group, path: string): Promise<void> => {
  try {
    for (const body of one.beforeAll) await withDeadline(body, defaultTimeoutMs);
    for (const member of one.members) {
      const title = `${path}${member.title}`;
      await (isGroup(member) ? runGroup(member, `${title} > `) : runTest(member, one, title));
    }
  } catch (error) {
    report(`${path}beforeAll`, error);
  }
  for (const body of one.afterAll) {
    try {
      await withDeadline(body, defaultTimeoutMs);
    } catch (error) {
      report(`${path}afterAll`, error);
    }
  }
};

/** Runs what was registered; the last line is the tally as JSON. */
export const runAll = async (): Promise<void> => {
  await runGroup(top, '');
  process.stdout.write(`${JSON.stringify(tally)}\n`);
  // Sockets and servers that a test left open must not keep the process.
  process.exit(tally.failed > 0 ? 1 : 0);
};
