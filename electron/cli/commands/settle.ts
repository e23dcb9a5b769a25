import type { PersonsWord } from '../../../shared/rules/settle-rule.ts';
import { reportHistory } from '../../store/report-history.ts';
import { StoreError } from '../../store/store-error.ts';
import { settleInSiteFile } from '../../usecases/settle-site.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { nowUtc } from '../surroundings.ts';

export interface AttestOptions {
  readonly by?: string;
  readonly how?: string;
  readonly expires?: string;
  readonly withdraw: boolean;
}

export interface WaiveOptions {
  readonly by?: string;
  readonly reason?: string;
  readonly expires?: string;
  readonly withdraw: boolean;
}

function given(value: string | undefined, option: string, why: string): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw badInput(`${option} is missing.`, why);
}

function alone(options: Readonly<Record<string, unknown>>): void {
  const more = Object.keys(options).filter((name) => name !== 'withdraw');
  if (more.length > 0)
    throw badInput(`--withdraw takes no --${more.join(', --')}.`, 'Leave out what is not needed.');
}

async function settle(
  path: string,
  rule: string,
  word: PersonsWord,
  done: string,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal, userFolder } = surroundings;
  try {
    const { replaced, remark } = await settleInSiteFile(
      path,
      rule,
      word,
      nowUtc(surroundings),
      reportHistory(userFolder),
    );
    terminal.out(`${rule}: ${done}\n`);
    if (word.kind !== 'withdraw')
      for (const one of replaced) terminal.out(`It takes the place of what ${one.by} said at ${one.at}.\n`);
    if (remark !== null) terminal.out(`${remark}\n`);
  } catch (error) {
    if (error instanceof StoreError && error.kind !== 'disk-full') throw badInput(error.message, error.cure);
    throw error;
  }
  return exitCode.good;
}

/** `attest SITE RULE`: a person answers for what no check can tell. Written into the site file. */
export async function attestCommand(
  path: string,
  rule: string,
  options: AttestOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  if (options.withdraw) {
    alone({ ...options });
    const word = { kind: 'withdraw', of: 'attestations' } as const;
    return settle(path, rule, word, 'attested no more.', surroundings);
  }
  const { expires = null } = options;
  const by = given(options.by, '--by', 'Name who answers for it.');
  const how = given(options.how, '--how', 'Say how it was made sure.');
  const until = expires === null ? 'until the rule changes' : `until ${expires}`;
  const word = { kind: 'attest', by, how, expires } as const;
  return settle(
    path,
    rule,
    word,
    `attested by ${by}, ${until}. It is never counted as passed.`,
    surroundings,
  );
}

/** `waive SITE RULE`: a person takes the risk, for a time. Written into the site file. */
export async function waiveCommand(
  path: string,
  rule: string,
  options: WaiveOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  if (options.withdraw) {
    alone({ ...options });
    const word = { kind: 'withdraw', of: 'waivers' } as const;
    return settle(path, rule, word, 'waived no more.', surroundings);
  }
  const by = given(options.by, '--by', 'Name who takes the risk.');
  const reason = given(options.reason, '--reason', 'Say why it may be missing.');
  const expires = given(options.expires, '--expires', 'A waiver always ends: 2026-12-24T20:00:00Z.');
  const word = { kind: 'waive', by, reason, expires } as const;
  return settle(
    path,
    rule,
    word,
    `waived by ${by} until ${expires}. It is never counted as passed.`,
    surroundings,
  );
}
