import '../../electron/favour-memory.ts';
import { readFileSync } from 'node:fs';
import { siteSchema } from '../../shared/site/schema.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import { loadTrustStore } from '../../electron/engines/tls-trust.ts';
import { planSite } from '../../electron/usecases/plan-site.ts';
import { realPorts } from '../../electron/usecases/run/real-ports.ts';
import { runChecks } from '../../electron/usecases/run/run-checks.ts';

/** Runs in the laptop's namespace: a run of the product with its own ports, and when what happened. */
export interface DriverInput {
  readonly site: SiteFile;
  readonly identity: string;
}

export interface DriverOutput {
  /** Milliseconds from the moment when the SSH session stood. */
  readonly total: number;
  /** The node had said all about itself, and the checks began. */
  readonly known: number;
  /** The first observation. */
  readonly first: number;
  readonly observations: Readonly<Record<string, string>>;
  readonly failure: string | null;
  /** Kilobytes at the most. */
  readonly maxRss: number;
}

async function drive({ site: file, identity }: DriverInput): Promise<DriverOutput> {
  const site = siteSchema.parse(file);
  const planned = planSite(site, []);
  const trust = loadTrustStore([]);
  if (!trust.ok) throw new Error('no trust store');
  const credentialsFor = () => [{ kind: 'key-file' as const, path: identity }];
  const decideHostKey = () => Promise.resolve({ kind: 'trusted', trust: 'given' } as const);
  const ports = realPorts({ credentialsFor, decideHostKey }, trust.value);
  let ready = Number.NaN;
  let [known, first] = [Number.NaN, Number.NaN];
  const now = (): number => performance.now() - ready;
  const record = await runChecks(
    { site, ruleSet: planned.ruleSet, plan: planned.plan, nodes: site.nodes.map(({ name }) => name) },
    {
      ...ports,
      connect: async (node, signal) => {
        const session = await ports.connect(node, signal);
        ready = performance.now();
        return session;
      },
    },
    (progress) => {
      if (progress.kind === 'phase' && progress.says.startsWith('Running')) known = now();
      if (progress.kind === 'observed' && Number.isNaN(first)) first = now();
    },
    new AbortController().signal,
  );
  // Verdicts are final with the negative controls, which guard them.
  const total = now();
  return {
    total,
    known,
    first,
    observations: Object.fromEntries(
      record.checks.map(({ target, observation }) => [`${target.address}:${target.port}`, observation]),
    ),
    failure: record.nodes.find(({ failure }) => failure !== null)?.failure ?? null,
    maxRss: process.resourceUsage().maxRSS,
  };
}

const [, , file] = process.argv;
if (file !== undefined)
  drive(JSON.parse(readFileSync(file, 'utf8')) as DriverInput).then(
    (output) => {
      process.stdout.write(JSON.stringify(output), () => process.exit(0));
    },
    (error: unknown) => {
      process.stderr.write(String(error instanceof Error ? error.stack : error));
      process.exit(1);
    },
  );
