import { parseIp } from '../../../shared/lib/ip.ts';
import type { CheckPlan } from '../../../shared/plan/types.ts';
import { readUint16 } from '../../../shared/probes/bytes.ts';
import { encodeQuery } from '../../../shared/probes/dns-message.ts';
import { withLength } from '../../../shared/probes/dns.ts';
import { reading } from '../../../shared/probes/failure-reading.ts';
import { anyBytes, headedBy2Bytes } from '../../../shared/probes/framing.ts';
import type { NameAnswer, NameQuestion } from '../../../shared/probes/name-questions.ts';
import {
  compareAnswers,
  describeAnswer,
  nameQuestions,
  readNameAnswer,
} from '../../../shared/probes/name-questions.ts';
import { observe } from '../../../shared/probes/observe.ts';
import type { Resolution } from '../../../shared/probes/resolution.ts';
import type { RawOutcome } from '../../../shared/probes/types.ts';
import type { PlannedJob } from '../../engines/run-jobs.ts';
import { runJobs } from '../../engines/run-jobs.ts';
import type { CheckDraft } from './draft-check.ts';
import { draftOf } from './draft-check.ts';
import type { ReadyCheck } from './ready-check.ts';
import { jobOf } from './ready-check.ts';

/** The server answered before: one that does not know a name should not hold up the run for it. */
const longestWaitMs = 2000;

/** Holds back the records that names have a say in, until the declared DNS servers were heard. */
export interface NameWatch {
  /** A check of the node is over, or was decided without sending. `handOn` takes its record. */
  readonly conclude: (draft: CheckDraft, handOn: () => void) => void;
  /** The run is over: waits for what was asked, and hands on everything that is still held. */
  readonly finish: () => Promise<void>;
}

export interface NameWatchParts {
  readonly plan: CheckPlan;
  readonly node: string;
  /** All checks of this session that are sent. */
  readonly ready: readonly ReadyCheck[];
  readonly resolve: (name: string) => Resolution;
  readonly random: (bytes: number) => Uint8Array;
  readonly signal: AbortSignal;
}

const isName = (host: string): boolean => parseIp(host) === null;

const isDns = ({ check }: CheckDraft): boolean =>
  check.vantage.kind === 'node' && (check.probe === 'dns-udp' || check.probe === 'dns-tcp');

const observed = ({ attempts }: CheckDraft): string =>
  observe(attempts.map((attempt) => attempt.reading)).observation;

function questionsOf({ plan, node, ready }: NameWatchParts): readonly NameQuestion[] {
  const mine = plan.checks.filter(
    ({ vantage, unable }) => vantage.kind === 'node' && vantage.node === node && unable === null,
  );
  const domain = ready.find(({ draft }) => isDns(draft))?.draft.check.expectations.domain ?? null;
  return nameQuestions(mine.map(({ target }) => target.host).filter(isName), domain);
}

function repliesIn(outcome: RawOutcome, server: string): readonly Uint8Array[] {
  return outcome.kind !== 'answered'
    ? []
    : outcome.replies.filter(({ from }) => from === null || from === server).map(({ bytes }) => bytes);
}

/** One question to one server, over what its check went by. */
function askOne(
  to: ReadyCheck,
  question: NameQuestion,
  place: number,
  random: NameWatchParts['random'],
): PlannedJob & { readonly readAnswer: (outcome: RawOutcome) => NameAnswer } {
  const { check } = to.draft;
  const overTcp = check.probe === 'dns-tcp';
  const id = readUint16(random(2), 0);
  const query = encodeQuery(id, question);
  const draft = draftOf(
    {
      ...check,
      id: `${check.id}?${place}`,
      retries: 0,
      timeoutMs: Math.min(check.timeoutMs, longestWaitMs),
    },
    {
      wire: {
        kind: 'exchange',
        transport: overTcp ? 'tcp' : 'udp',
        payloads: [overTcp ? withLength(query) : query],
        framing: overTcp ? headedBy2Bytes : anyBytes,
        stopAt: null,
      },
      read: () => reading('not-run', ''),
    },
  );
  return {
    job: jobOf({ ...to, draft }),
    engines: to.engines,
    read: () => reading('not-run', ''),
    readAnswer: (outcome) => {
      const [bytes] = repliesIn(outcome, to.host);
      return bytes === undefined ? null : readNameAnswer(overTcp ? bytes.subarray(2) : bytes, id, question);
    },
  };
}

/** What the node's own resolver said, as one more answer to compare. */
function ownAnswer(question: NameQuestion, resolution: Resolution): NameAnswer {
  if (question.type !== 'A' || resolution.kind === 'unable') return null;
  if (resolution.kind === 'unresolved') return { rcode: 'does not resolve', values: [] };
  return { rcode: 'NOERROR', values: resolution.addresses.filter((one) => !one.includes(':')) };
}

/**
 * Asks every declared DNS server that answered its check for the site's names (A, AAAA) and the directory's SRV records,
 * while the other checks go on. The answers are evidence of the server's check; different ones are remarked. Servers that
 * failed are remarked on the checks of names, which keep what they saw.
 */
export function watchNames(parts: NameWatchParts): NameWatch {
  const { ready, random, signal, resolve } = parts;
  const servers = ready.filter(({ draft }) => isDns(draft));
  const questions = questionsOf(parts);
  const heldServers = new Map<CheckDraft, () => void>();
  const heldNames = new Map<CheckDraft, () => void>();
  let asking: Promise<boolean> | null = null;
  let heard = servers.length === 0;

  const answering = (): readonly ReadyCheck[] => {
    const able = servers.filter(({ draft }) => ['confirmed', 'open'].includes(observed(draft)));
    const preferred = [...able].sort(
      (a, b) => Number(a.draft.check.probe === 'dns-tcp') - Number(b.draft.check.probe === 'dns-tcp'),
    );
    return preferred.filter(({ host }, place) => preferred.findIndex((one) => one.host === host) === place);
  };

  /** @returns whether it could be asked at all: a server may let one command run at a time */
  const ask = async (): Promise<boolean> => {
    const asked = answering().flatMap((to, server) =>
      questions.map((question, place) => ({
        to,
        question,
        planned: askOne(to, question, server * questions.length + place, random),
      })),
    );
    const answers = new Map(questions.map((question) => [question, new Map<string, NameAnswer>()]));
    const byCheck = new Map(asked.map((one) => [one.planned.job.check.id, one]));
    let attempts = 0;
    await runJobs(
      asked.map(({ planned }) => planned),
      {
        signal,
        onAttempt: ({ planned, attempt }) => {
          attempts += 1;
          const one = byCheck.get(planned.job.check.id);
          if (one !== undefined)
            answers.get(one.question)?.set(one.to.host, one.planned.readAnswer(attempt.outcome));
        },
      },
    );
    if (attempts === 0) return asked.length === 0;
    for (const { to, question } of asked) {
      const given = answers.get(question) ?? new Map<string, NameAnswer>();
      const line = describeAnswer(question, given.get(to.host) ?? null);
      const before = to.draft.evidence['names'];
      to.draft.evidence['names'] = [...(Array.isArray(before) ? before : []), line];
      const all = new Map([
        ...given,
        ['the node itself', ownAnswer(question, resolve(question.name))] as const,
      ]);
      const warning = compareAnswers(question, all);
      if (warning !== null) to.draft.remarks.push(warning);
    }
    return true;
  };

  const release = (held: Map<CheckDraft, () => void>): void => {
    const all = [...held.values()];
    held.clear();
    for (const handOn of all) handOn();
  };
  const serversHeard = (): void => {
    heard = true;
    const failed = servers.filter(
      ({ draft }) => draft.attempts.length > 0 && !['confirmed', 'open'].includes(observed(draft)),
    );
    const says = failed.map(
      ({ draft, host }) =>
        `The declared DNS server ${host} gave “${observed(draft)}” over ${draft.check.target.protocol.toUpperCase()} in this run.`,
    );
    for (const draft of heldNames.keys()) draft.remarks.push(...says);
    release(heldNames);
    if (questions.length === 0 || signal.aborted) release(heldServers);
    else
      asking = ask().then((wasAsked) => {
        if (wasAsked) release(heldServers);
        return wasAsked;
      });
  };

  return {
    conclude: (draft, handOn) => {
      if (heard) handOn();
      else if (isDns(draft) && servers.some((one) => one.draft === draft)) {
        heldServers.set(draft, handOn);
        if (heldServers.size === servers.length) serversHeard();
      } else if (isName(draft.check.target.host)) heldNames.set(draft, handOn);
      else handOn();
    },
    finish: async () => {
      if (!heard) serversHeard();
      const wasAsked = await asking;
      if (wasAsked === false && !signal.aborted) await ask();
      release(heldNames);
      release(heldServers);
    },
  };
}
