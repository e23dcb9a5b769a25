import type { AnyAuthMethod, AuthenticationType, Prompt } from 'ssh2';

import { plainLine } from '../../shared/lib/plain-text.ts';
import type { PreparedCredential } from './credentials.ts';
import { SshError } from './ssh-error.ts';
import type { Place } from './ssh-error.ts';

/** Offers credentials to one host in order, and tells afterwards why it took none of them. */
export interface SignIn {
  /** What to offer next, or false when nothing is left. `methodsLeft` is null before the first answer. */
  next(
    methodsLeft: readonly AuthenticationType[] | null,
    partialSuccess: boolean | null,
  ): AnyAuthMethod | false;
  /** The server dropped us for trying too often. */
  tooManyTries(): void;
  agentFailed(): void;
  passwordExpired(): void;
  failure(): SshError;
}

type Attempt =
  | { readonly kind: 'password'; readonly method: 'password'; readonly password: string }
  | { readonly kind: 'password'; readonly method: 'keyboard-interactive'; readonly password: string }
  | {
      readonly kind: 'key';
      readonly method: 'publickey';
      readonly credential: Extract<PreparedCredential, { kind: 'key' | 'agent' }>;
    };

/** No sign-in of ours needs more questions than this: a password, a code, a notice. */
const MOST_PROMPTS = 20;
/** What is read of a question. */
const MOST_PROMPT_CHARACTERS = 500;

/** Prompts that a password does not answer. */
const ONE_TIME_CODE = /\b(code|otp|token|one-time|verification|2fa|duo|passcode)\b/i;
const NEW_PASSWORD = /\b(new|retype|expired|change)\b.*password|password.*\b(expired|change)\b/i;

/** @param giveUp called when the server asks without end: nothing more is answered */
export function planSignIn(
  place: Place,
  credentials: readonly PreparedCredential[],
  giveUp: () => void = () => undefined,
): SignIn {
  const untried = credentials.flatMap(attemptsFor);
  const refused: Attempt[] = [];
  const accepted: Attempt[] = [];
  let current: Attempt | undefined;
  let offered: readonly string[] = [];
  let unanswered: string | undefined;
  let expired = false;
  let tooMany = false;
  let agentBroken = false;
  let asked = 0;

  const answerPrompts = (attempt: Attempt & { kind: 'password' }): AnyAuthMethod => {
    let answered = false;
    return {
      type: 'keyboard-interactive',
      username: place.user,
      prompt: (_name, instructions, _language, prompts, finish) => {
        asked += prompts.length;
        if (asked > MOST_PROMPTS) {
          unanswered ??= prompts[0]?.prompt ?? '';
          giveUp();
          return;
        }
        const answers = prompts.map((prompt) => {
          const text = prompt.prompt.slice(0, MOST_PROMPT_CHARACTERS).trim();
          const about = instructions.slice(0, MOST_PROMPT_CHARACTERS);
          if (NEW_PASSWORD.test(`${about} ${text}`)) expired = true;
          else if (!answered && wantsPassword(prompt)) {
            // Once only: a server that asks again has refused it, and a second try may lock the account.
            answered = true;
            return attempt.password;
          } else unanswered ??= text;
          return '';
        });
        finish(answers);
      },
    };
  };

  const offer = (attempt: Attempt): AnyAuthMethod => {
    current = attempt;
    switch (attempt.method) {
      case 'password':
        return { type: 'password', username: place.user, password: attempt.password };
      case 'keyboard-interactive':
        return answerPrompts(attempt);
      case 'publickey':
        return attempt.credential.kind === 'agent'
          ? { type: 'agent', username: place.user, agent: attempt.credential.agent }
          : { type: 'publickey', username: place.user, key: attempt.credential.key };
    }
  };

  return {
    next: (methodsLeft, partialSuccess) => {
      if (methodsLeft === null) return { type: 'none', username: place.user };
      offered = methodsLeft;
      if (current !== undefined) (partialSuccess === true ? accepted : refused).push(current);
      current = undefined;
      if (expired) return false;
      const index = untried.findIndex(
        (attempt) =>
          methodsLeft.includes(attempt.method) &&
          // The same password by the other method would count as a second failure towards an account lock.
          !(attempt.kind === 'password' && refused.some((past) => isSamePassword(past, attempt))),
      );
      const [attempt] = index < 0 ? [] : untried.splice(index, 1);
      return attempt === undefined ? false : offer(attempt);
    },
    tooManyTries: () => {
      tooMany = true;
      if (current !== undefined) refused.push(current);
      current = undefined;
    },
    agentFailed: () => {
      agentBroken = true;
    },
    passwordExpired: () => {
      expired = true;
    },
    failure: () => {
      if (asked > MOST_PROMPTS) return asksWithoutEnd(place, asked, unanswered ?? '');
      if (expired) return passwordExpired(place);
      if (accepted.length > 0 || unanswered !== undefined)
        return moreWanted(place, offered, accepted, unanswered);
      const keys = refused.filter((attempt) => attempt.kind === 'key');
      const passwordRefused = refused.length > keys.length;
      if (passwordRefused) return passwordRejected(place, keys);
      if (keys.length > 0) return keysRejected(place, keys, tooMany, agentBroken);
      return noMethodLeft(place, offered, credentials);
    },
  };
}

function attemptsFor(credential: PreparedCredential): readonly Attempt[] {
  if (credential.kind !== 'password') return [{ kind: 'key', method: 'publickey', credential }];
  const { password } = credential;
  return [
    { kind: 'password', method: 'password', password },
    { kind: 'password', method: 'keyboard-interactive', password },
  ];
}

function isSamePassword(past: Attempt, attempt: Attempt): boolean {
  return past.kind === 'password' && attempt.kind === 'password' && past.password === attempt.password;
}

function wantsPassword(prompt: Prompt): boolean {
  return prompt.echo !== true && !ONE_TIME_CODE.test(prompt.prompt);
}

function passwordRejected(place: Place, keys: readonly Attempt[]): SshError {
  const too = keys.length > 0 ? ` It refused ${labels(keys)} too.` : '';
  return new SshError('wrong-password', place, {
    message: `${place.name} refused the password for “${place.user}”.${too}`,
    cure: 'Check the user name and the password, or choose a key file.',
  });
}

function keysRejected(
  place: Place,
  keys: readonly Attempt[],
  tooMany: boolean,
  agentBroken: boolean,
): SshError {
  if (agentBroken) {
    return new SshError('agent-unavailable', place, {
      message: `The SSH agent did not sign in to ${place.name} as “${place.user}”: it refused to use its key.`,
      cure: 'Unlock the agent or confirm its question, or choose a key file.',
    });
  }
  return new SshError('key-rejected', place, {
    message: `${place.name} refused ${labels(keys)} for “${place.user}”${tooMany ? ', then ended the session after too many tries' : ''}.`,
    cure: tooMany
      ? 'Choose the one key file that belongs to this node instead of the agent with all its keys.'
      : 'Check the user name; ask for the public key to be added for this user, or use the password.',
  });
}

function noMethodLeft(
  place: Place,
  offered: readonly string[],
  given: readonly PreparedCredential[],
): SshError {
  const accepts = offered.length === 0 ? 'no way to sign in' : `only ${plainLine(offered.join(', '), 120)}`;
  const have =
    given.length === 0 ? 'nothing was given' : `given: ${[...new Set(given.map(kindName))].join(', ')}`;
  return new SshError('no-method-left', place, {
    message: `${place.name} accepts ${accepts} for “${place.user}”; ${have}.`,
    cure: offered.includes('publickey')
      ? 'Choose a key file or the SSH agent.'
      : 'Enter the password of this user, or ask which sign-in the node allows.',
  });
}

function moreWanted(
  place: Place,
  offered: readonly string[],
  accepted: readonly Attempt[],
  unanswered: string | undefined,
): SshError {
  const took = accepted.length > 0 ? ` accepted ${labels(accepted)} and` : '';
  const asks =
    unanswered === undefined
      ? `also wants ${plainLine(offered.join(', '), 120)}`
      : `asks “${plainLine(unanswered, 80)}”`;
  return new SshError('no-method-left', place, {
    message: `${place.name}${took} ${asks} for “${place.user}”.`,
    cure: 'Ask for a user who signs in with a password or a key alone; one-time codes cannot be answered here.',
  });
}

function asksWithoutEnd(place: Place, asked: number, prompt: string): SshError {
  const first = plainLine(prompt, 80);
  return new SshError('no-method-left', place, {
    message: `${place.name} asks ${asked} questions at the sign-in of “${place.user}”${first === '' ? '' : `, one of them “${first}”`}.`,
    cure: 'No sound SSH server does this. Check the address, and ask who runs it what answers there.',
  });
}

function passwordExpired(place: Place): SshError {
  return new SshError('password-expired', place, {
    message: `The password of “${place.user}” on ${place.name} has expired.`,
    cure: 'Sign in once with ssh, set a new password, and enter it here.',
  });
}

function labels(attempts: readonly Attempt[]): string {
  return [
    ...new Set(
      attempts.map((attempt) =>
        attempt.kind === 'key' ? `the ${attempt.credential.label.replace(/^the /, '')}` : 'the password',
      ),
    ),
  ].join(' and ');
}

function kindName(credential: PreparedCredential): string {
  return credential.kind === 'password' ? 'a password' : credential.label;
}
