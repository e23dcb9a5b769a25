import { definitions, explode } from './device.ts';
import type { PermittedFlow } from './permitted.ts';

type Arguments = ReadonlyMap<string, string>;

/** What a Check Point policy permits after the shell has run the commands; throws where the server would refuse one. */
export function readCheckpoint(text: string): PermittedFlow[] {
  const objects = definitions<string>('network object');
  const groups = definitions<string[]>('group');
  const services = definitions<string>('service');
  const rules = new Map<string, Arguments>();
  const variables = new Map<string, string>();

  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# ') || line === '#') continue;
    const assigned = /^([A-Z]+)=(?:'([^']*)'|([\w.]+))$/.exec(line);
    if (assigned !== null) {
      variables.set(assigned[1] ?? '', assigned[2] ?? assigned[3] ?? '');
      continue;
    }
    const [program, verb, kind, ...rest] = shellWords(line, variables);
    if (program !== 'mgmt_cli' || rest.at(-2) !== '-s')
      throw new Error(`Check Point: "${line}" is no command.`);
    const args = pairs(rest.slice(0, -2), line);
    const name = args.get('name') ?? '';
    const value = (key: string): string => args.get(key) ?? '';
    switch (`${verb ?? ''} ${kind ?? ''}`) {
      case 'add host':
        objects.set(checked(name), value('ip-address'));
        break;
      case 'add network':
        objects.set(checked(name), `${value('subnet')}/${value('mask-length')}`);
        break;
      case 'add dns-domain':
        if (!/^\.[a-z0-9._-]+$/.test(name) || value('is-sub-domain') !== 'false')
          throw new Error(`Check Point: "${name}" is no domain of FQDN mode.`);
        objects.set(name, name.slice(1));
        break;
      case 'add group':
      case 'set group': {
        const members = groups.open(checked(name), []);
        if (verb === 'add') members.length = 0;
        for (const member of numbered(args, verb === 'add' ? 'members' : 'members.add')) {
          objects.get(member);
          if (!members.includes(member)) members.push(member);
        }
        break;
      }
      case 'add service-tcp':
      case 'add service-udp':
        if (!/^\d+(-\d+)?$/.test(value('port'))) throw new Error(`Check Point: "${line}" has no port.`);
        services.set(checked(name), `${value('port')}/${kind === 'service-tcp' ? 'tcp' : 'udp'}`);
        break;
      case 'add service-icmp':
      case 'add service-icmp6':
        if (`${value('icmp-type')} ${value('icmp-code')}` !== (kind === 'service-icmp' ? '8 0' : '128 0'))
          throw new Error(`Check Point: "${line}" is no echo request.`);
        services.set(checked(name), 'icmp');
        break;
      case 'add access-rule':
        if (rules.has(name)) throw new Error(`Check Point: there is a rule "${name}" already.`);
        if (value('action') !== 'Accept') throw new Error(`Check Point: rule "${name}" accepts nothing.`);
        if (value('layer') === '' || value('position') === '')
          throw new Error('Check Point: no layer or position.');
        rules.set(checked(name), args);
        break;
      case 'delete access-rule':
        rules.delete(name);
        break;
      default:
        throw new Error(`Check Point: "${line}" is no command.`);
    }
  }
  return explode(
    [...rules.values()].map((args) => {
      const side = (key: string): string[] =>
        numbered(args, key).flatMap((name) =>
          groups.has(name) ? groups.get(name).map((one) => objects.get(one)) : [objects.get(name)],
        );
      return {
        from: side('source'),
        to: side('destination'),
        services: numbered(args, 'service').map((name) => services.get(name)),
      };
    }),
  );
}

function checked(name: string): string {
  if (!/^[A-Za-z][\w.-]{0,99}$/.test(name)) throw new Error(`Check Point: "${name}" is no name.`);
  return name;
}

/** The words of a line as a POSIX shell splits it; throws at whatever would make it do more than run one command. */
function shellWords(line: string, variables: ReadonlyMap<string, string>): string[] {
  const words: string[] = [];
  const pattern = /\s+|'([^']*)'|"\$([A-Z]+)"|([\w.:/-]+)|(.)/gs;
  let word: string | null = null;
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    const [whole, single, variable, plain, other] = match;
    if (other !== undefined) throw new Error(`Check Point: a shell acts on ${other} in: ${line}`);
    if (/^\s/.test(whole)) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    const value = variable === undefined ? (single ?? plain ?? '') : variables.get(variable);
    if (value === undefined) throw new Error(`Check Point: the variable ${String(variable)} is not set.`);
    word = (word ?? '') + value;
  }
  return word === null ? words : [...words, word];
}

function pairs(words: readonly string[], line: string): Arguments {
  if (words.length % 2 !== 0) throw new Error(`Check Point: a value is missing in: ${line}`);
  const args = new Map<string, string>();
  for (let index = 0; index < words.length; index += 2) args.set(words[index] ?? '', words[index + 1] ?? '');
  return args;
}

/** The values of `key`, or of `key.1`, `key.2`, ... */
function numbered(args: Arguments, key: string): string[] {
  const only = args.get(key);
  if (only !== undefined) return [only];
  const values: string[] = [];
  for (let value = args.get(`${key}.1`); value !== undefined; value = args.get(`${key}.${values.length + 1}`))
    values.push(value);
  return values;
}
