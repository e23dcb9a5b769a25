import type { Observation } from '../../shared/probes/observation.ts';
import type { Readiness, Settled, Verdict } from '../../shared/results/types.ts';
import { t } from '../i18n/t.ts';

/** What an observation says, and what it does not. */
export function observationMeans(observation: Observation): string {
  switch (observation) {
    case 'confirmed':
      return t('The expected service answered, in its own protocol.');
    case 'open':
      return t(
        'A connection came about. Which service is behind it was not tested, so this is weaker than confirmed.',
      );
    case 'refused':
      return t(
        'The address answered that no service is there. The service may be down, or a firewall refuses in its name.',
      );
    case 'rejected':
      return t('A device in the path said no with a message of its own.');
    case 'filtered':
      return t('No answer came in time. A firewall drops the packets, or the host is down.');
    case 'unreachable':
      return t('There is no route, or no such host.');
    case 'unresolved':
      return t('The node cannot turn the name into an address. This says nothing about the firewall.');
    case 'intercepted':
      return t('Something else than the expected peer answered: a proxy that opens TLS, or a portal.');
    case 'wrong-interface':
      return t('The node would send it by its other port, so nothing was sent.');
    case 'no-answer':
      return t('Silence where silence proves nothing, as often with UDP: it may have arrived, or not.');
    case 'not-testable':
      return t('There is no means to test it here, and the reason is given.');
    case 'error':
      return t('The check itself failed. It says nothing about the path.');
    case 'not-run':
      return t('It was not carried out. It counts as inconclusive, never as passed.');
  }
}

export function verdictMeans(verdict: Verdict | Settled): string {
  switch (verdict) {
    case 'pass':
      return t('What the rule needs was seen to work, from the node’s own port.');
    case 'fail':
      return t('It was seen not to work.');
    case 'inconclusive':
      return t(
        'It could not be told. It is neither passed nor failed, and stands in the way like a failure.',
      );
    case 'attested':
      return t('A person says that it works and how it was verified. It never counts as passed.');
    case 'waived':
      return t('A person accepts that it does not work, with a reason and until a date.');
  }
}

export function readinessMeans(readiness: Readiness): string {
  switch (readiness) {
    case 'ready':
      return t('Every required rule was seen to work.');
    case 'ready-with-exceptions':
      return t(
        'Every required rule works, or a person attested or waived it; at least one was not seen to work.',
      );
    case 'not-ready':
      return t('At least one required rule fails, could not be told, or misses an address.');
  }
}
