import type { Observation } from '../../shared/probes/observation.ts';
import type { EngineKind } from '../../shared/results/types.ts';
import type { KindOf, ValueOf } from './field-kinds.ts';

// Spelled out here: the main process reads this file, and waits for no schema library.
const notChecked = ['not-run', 'not-testable', 'error'] as const satisfies readonly Observation[];
const engines = [
  ...(['forward', 'python', 'perl', 'shell', 'laptop', 'practice', 'none'] as const),
] as const satisfies readonly EngineKind[];

/**
 * Everything that the log can say. A field has a kind, and each kind has a form (field-kinds.ts): what does not fit into it
 * cannot be written. No kind holds free text, so whatever a customer's site, a node or a person says has no place here.
 */
export const logEvents = {
  'program-started': {
    level: 'info',
    fields: {
      version: 'open',
      electron: 'open',
      chrome: 'open',
      node: 'open',
      platform: 'open',
      arch: 'open',
      release: 'open',
      packaged: 'flag',
      sandbox: 'flag',
    },
  },
  'program-ends': { level: 'info', fields: {} },
  'started-again': { level: 'info', fields: {} },
  'wizard-ready': {
    level: 'info',
    fields: { version: 'open', node: 'open', catalog: 'open', agent: 'flag' },
  },
  'window-opened': { level: 'info', fields: { window: 'number' } },
  'window-closed': { level: 'info', fields: { window: 'number' } },
  'page-hangs': { level: 'warning', fields: { window: 'number' } },
  'page-answers': { level: 'info', fields: { window: 'number' } },
  'page-gone': { level: 'error', fields: { window: 'number', reason: 'open', code: 'number' } },
  'child-gone': {
    level: 'error',
    fields: { what: ['wizard', 'gpu', 'network', 'other'], reason: 'open', code: 'number' },
  },
  fault: {
    level: 'error',
    fields: {
      where: ['main', 'wizard', 'screen', 'window', 'worker'],
      name: 'open',
      code: 'open',
      says: 'sentence',
      frames: 'frames',
    },
  },
  'lines-lost': { level: 'warning', fields: { lines: 'number' } },
  call: {
    level: 'info',
    fields: { window: 'number', call: 'open', outcome: ['done', 'nothing'], ms: 'number' },
  },
  'call-failed': {
    level: 'warning',
    fields: {
      window: 'number',
      call: 'open',
      name: 'open',
      code: 'open',
      findings: 'number',
      says: 'sentence',
      cure: 'sentence',
      frames: 'frames',
      ms: 'number',
    },
  },
  'site-opened': {
    level: 'info',
    fields: {
      site: 'thing',
      practice: 'flag',
      catalog: 'open',
      deployment: ['one-arm', 'inline', 'other'],
      nodes: 'number',
      endpoints: 'number',
      features: 'number',
      ownRules: 'number',
      hasFile: 'flag',
      recovered: 'flag',
    },
  },
  phase: { level: 'info', fields: { site: 'thing', node: 'thing', says: 'sentence' } },
  'host-key-asked': {
    level: 'info',
    fields: { site: 'thing', host: 'thing', algorithm: 'open', bits: 'number', pin: ['agrees', 'none'] },
  },
  'ssh-connected': {
    level: 'info',
    fields: {
      node: 'thing',
      jumps: 'number',
      algorithm: 'open',
      trust: ['accepted', 'known-hosts', 'given', 'site-file', 'accepted-this-run'],
      ms: 'number',
    },
  },
  'ssh-failed': {
    level: 'warning',
    fields: {
      node: 'thing',
      jumps: 'number',
      hop: ['node', 'jump'],
      code: 'open',
      says: 'sentence',
      ms: 'number',
    },
  },
  'run-started': { level: 'info', fields: { site: 'thing', checks: 'number' } },
  'node-reached': {
    level: 'info',
    fields: {
      site: 'thing',
      node: 'thing',
      trust: ['accepted', 'known-hosts', 'given', 'site-file', 'accepted-this-run'],
      interfaces: 'number',
      engines: 'open',
      clockOffsetMs: 'number',
      says: 'sentence',
    },
  },
  'not-checked': {
    level: 'warning',
    fields: {
      site: 'thing',
      node: 'thing',
      from: ['node', 'laptop', 'peer'],
      probe: 'open',
      protocol: ['tcp', 'udp', 'icmp'],
      observation: notChecked,
      engine: engines,
      attempts: 'number',
      says: 'sentence',
    },
  },
  'run-ended': {
    level: 'info',
    fields: {
      site: 'thing',
      cancelled: 'flag',
      readiness: ['ready', 'ready-with-exceptions', 'not-ready'],
      checks: 'number',
      pass: 'number',
      fail: 'number',
      inconclusive: 'number',
      observations: 'open',
      engines: 'open',
      slowestMs: 'number',
      ms: 'number',
    },
  },
  'run-failed': {
    level: 'error',
    fields: { site: 'thing', says: 'sentence', cure: 'sentence', ms: 'number' },
  },
  'watch-began': { level: 'info', fields: { site: 'thing', everySeconds: 'number' } },
  'watch-round': { level: 'info', fields: { site: 'thing', round: 'number', checks: 'number' } },
  'watch-change': { level: 'info', fields: { site: 'thing', what: ['opened', 'closed'] } },
  'watch-lost': { level: 'warning', fields: { site: 'thing', node: 'thing', says: 'sentence' } },
  'watch-ended': { level: 'info', fields: { site: 'thing', why: 'open' } },
} as const satisfies Readonly<
  Record<
    string,
    { readonly level: 'info' | 'warning' | 'error'; readonly fields: Readonly<Record<string, KindOf>> }
  >
>;

export type EventName = keyof typeof logEvents;

/** One event with its fields; null: it has no such thing, and the field is left out. */
export type LogEvent = {
  readonly [E in EventName]: { readonly event: E } & {
    readonly [F in keyof (typeof logEvents)[E]['fields']]: ValueOf<(typeof logEvents)[E]['fields'][F]> | null;
  };
}[EventName];
