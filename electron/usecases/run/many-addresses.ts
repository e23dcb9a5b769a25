import { combineAddresses } from '../../../shared/results/by-address.ts';
import type { ObservedCheck } from '../../../shared/results/types.ts';
import type { CheckDraft } from './draft-check.ts';
import { draftOf } from './draft-check.ts';

/** Divides the id of a check from one of its target's addresses. */
const mark = '!';

/** Id of the check that a draft belongs to, whichever address it goes to. */
export function wholeCheckId(id: string): string {
  const [whole = id, address] = id.split(mark);
  return address === undefined ? id : whole;
}

/** A draft of the same check for one more address of its name; it shares the prepared bytes and their reading. */
export function draftForAddress(
  { check, prepared }: CheckDraft,
  address: string,
  source: string,
): CheckDraft {
  const vantage = check.vantage.kind === 'laptop' ? check.vantage : { ...check.vantage, address: source };
  return draftOf({ ...check, id: `${check.id}${mark}${address}`, vantage }, prepared);
}

/** Makes one record of a check's drafts, each for one address of its name. */
export interface AddressGatherer {
  /** Names the drafts that a check has, by their ids; the first one is the check's own. */
  readonly expect: (ids: readonly string[]) => void;
  /** Takes a record; hands on the check's own when all of its addresses are there. */
  readonly put: (record: ObservedCheck) => void;
  /** Hands on what is not whole, for a run that is cancelled: the addresses that are missing were not tried. */
  readonly flush: () => void;
}

export function gatherAddresses(handOn: (record: ObservedCheck) => void): AddressGatherer {
  const waiting = new Map<
    string,
    { readonly ids: readonly string[]; readonly seen: Map<string, ObservedCheck> }
  >();
  const handOnWhole = (id: string): void => {
    const one = waiting.get(id);
    if (one === undefined || one.seen.size === 0) return;
    waiting.delete(id);
    const missing = one.ids
      .filter((other) => !one.seen.has(other))
      .map((other) => other.split(mark)[1] ?? '');
    const records = one.ids.flatMap((other) => one.seen.get(other) ?? []);
    handOn(combineAddresses(id, records, missing));
  };
  return {
    expect: (ids) => {
      const [own] = ids;
      if (own !== undefined && ids.length > 1) waiting.set(own, { ids, seen: new Map() });
    },
    put: (record) => {
      const id = wholeCheckId(record.id);
      const one = waiting.get(id);
      if (one === undefined) {
        handOn(record);
        return;
      }
      if (!one.seen.has(record.id)) one.seen.set(record.id, record);
      if (one.seen.size === one.ids.length) handOnWhole(id);
    },
    flush: () => {
      for (const id of [...waiting.keys()]) handOnWhole(id);
    },
  };
}
