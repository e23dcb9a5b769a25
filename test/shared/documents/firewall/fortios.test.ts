import { fortios } from '../../../../shared/documents/firewall/fortios.ts';
import { fortiosPolicyNumbers, readFortios } from '../../../helpers/dialects/fortios.ts';
import { dialectLaws } from '../../../helpers/dialects/laws.ts';

dialectLaws({
  name: 'fortios',
  dialect: fortios,
  read: readFortios,
  says: () => true,
  fillIn: (delta, before) => {
    const numbers = fortiosPolicyNumbers(before);
    return delta.replace(
      /delete PLACEHOLDER-(\S+)/g,
      (_, name: string) => `delete ${String(numbers.get(name))}`,
    );
  },
  verify: 'diagnose firewall iprope lookup',
});
