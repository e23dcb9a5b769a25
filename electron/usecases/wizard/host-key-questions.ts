import type { RunEvent } from '../../../shared/ipc/contract.ts';
import type { ConfirmReason, HostKeyOffer } from '../../ssh/index.ts';
import { keyBits } from '../../ssh/key-bits.ts';
import { UseCaseError } from '../problem.ts';

/** A person looks the fingerprint up, perhaps by telephone; after that a run that nobody watches ends by itself. */
const patienceMs = 10 * 60_000;

/** Host keys that wait for the person's word during one run. */
export interface HostKeyQuestions {
  /** Asks once for each key; who asks again gets the same answer. False: declined, too late, or the run was cancelled. */
  readonly confirm: (offer: HostKeyOffer, reason: ConfirmReason) => Promise<boolean>;
  /** @throws UseCaseError when nothing is asked under this id */
  readonly answer: (question: string, accept: boolean) => void;
}

export interface AskHostKeys {
  readonly site: string;
  readonly push: (event: RunEvent) => void;
  readonly newId: () => string;
  readonly signal: AbortSignal;
  /** Keys that the person accepted while this site is open; answered ones are added. A mistyped password asks no second time. */
  readonly accepted: Set<string>;
}

export function hostKeyQuestions({ site, push, newId, signal, accepted }: AskHostKeys): HostKeyQuestions {
  const open = new Map<string, (accept: boolean) => void>();
  const answers = new Map<string, Promise<boolean>>();

  const ask = (offer: HostKeyOffer, reason: ConfirmReason): Promise<boolean> => {
    const question = newId();
    return new Promise((resolve) => {
      const settle = (accept: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        open.delete(question);
        resolve(accept);
      };
      const stop = (): void => settle(false);
      const timer = setTimeout(stop, patienceMs);
      signal.addEventListener('abort', stop, { once: true });
      open.set(question, settle);
      if (signal.aborted) settle(false);
      else {
        const { host, port, fingerprint, algorithm } = offer;
        const pin = reason.kind === 'matches-site-file' ? 'agrees' : 'none';
        const bits = keyBits(offer.key);
        push({ kind: 'host-key', site, question, host, port, fingerprint, algorithm, bits, pin });
      }
    });
  };

  // One question at a time: the window shows one.
  let turn: Promise<unknown> = Promise.resolve();
  const askInTurn = (offer: HostKeyOffer, reason: ConfirmReason): Promise<boolean> => {
    const mine = turn.then(() => ask(offer, reason));
    turn = mine;
    return mine;
  };

  return {
    confirm: (offer, reason) => {
      const key = `${offer.host.toLowerCase()} ${offer.port} ${offer.fingerprint}`;
      if (accepted.has(key)) return Promise.resolve(true);
      const answered =
        answers.get(key) ??
        askInTurn(offer, reason).then((accept) => {
          if (accept) accepted.add(key);
          return accept;
        });
      answers.set(key, answered);
      return answered;
    },
    answer: (question, accept) => {
      const settle = open.get(question);
      if (settle === undefined)
        throw new UseCaseError(
          'bad-input',
          'This host key is not asked about any more.',
          'Start the checks again.',
        );
      settle(accept);
    },
  };
}
