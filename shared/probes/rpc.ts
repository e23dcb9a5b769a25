import { readExchange } from './exchange-reading.ts';
import { reading } from './failure-reading.ts';
import type { Framing } from './framing.ts';
import { anyBytes } from './framing.ts';
import type { RpcProgram, RpcReply } from './rpc-message.ts';
import { decodeRpcReply, encodeNullCall, withRecordMark, withoutRecordMark } from './rpc-message.ts';
import type { Probe, ProbeReading } from './types.ts';

/** The highest bit of a record mark says "last fragment"; the rest is the length. */
const recordMarked: Framing = { kind: 'length', size: 4, mask: 0x7fff_ffff };

function sayReply(reply: RpcReply, program: RpcProgram): ProbeReading {
  const evidence = { rpcProgram: program.number, rpcName: program.name };
  if (reply.kind === 'denied') {
    const why = `the RPC server does not take the call (${reply.reason})`;
    return reading('open', why, { evidence: { ...evidence, rpcStatus: reply.reason }, openBecause: why });
  }
  const { status, versions } = reply;
  const served = versions === null ? '' : `, versions ${versions.low} to ${versions.high}`;
  const remarks =
    status === 'PROG_UNAVAIL'
      ? [
          `An RPC server answers there, but it does not serve ${program.name} (${program.number}) on this port.`,
        ]
      : [];
  return reading('confirmed', `RPC reply for ${program.name}: ${status}${served}`, {
    evidence: {
      ...evidence,
      rpcStatus: status,
      ...(versions === null ? {} : { rpcVersions: `${versions.low}-${versions.high}` }),
    },
    remarks,
  });
}

/** Calls procedure 0 of a program: any accepted reply proves path and RPC server. The port's own program is asked. */
function rpcProbe(program: RpcProgram): Probe {
  return {
    prepare: (check, random) => {
      const xid = random(4);
      const isUdp = check.target.protocol === 'udp';
      const call = encodeNullCall(xid, program);
      return {
        wire: {
          kind: 'exchange',
          transport: isUdp ? 'udp' : 'tcp',
          payloads: [isUdp ? call : withRecordMark(call)],
          framing: isUdp ? anyBytes : recordMarked,
          stopAt: null,
        },
        read: (attempt, context) =>
          readExchange(attempt, context, {
            protocol: 'RPC',
            transport: isUdp ? 'udp' : 'tcp',
            recognise: (bytes) => {
              const message = isUdp ? bytes : withoutRecordMark(bytes);
              return message === null ? null : decodeRpcReply(message, xid);
            },
            say: ([reply]) => sayReply(reply, program),
          }),
      };
    },
  };
}

/** Programs as rpcinfo names them (IANA ONC RPC program numbers), each in the version that is most widely served. */
export const portmapperProbe = rpcProbe({ name: 'portmapper', number: 100000, version: 2 });
export const nfsProbe = rpcProbe({ name: 'nfs', number: 100003, version: 3 });
export const mountdProbe = rpcProbe({ name: 'mountd', number: 100005, version: 3 });
export const nlockmgrProbe = rpcProbe({ name: 'nlockmgr', number: 100021, version: 4 });
export const statusProbe = rpcProbe({ name: 'status', number: 100024, version: 1 });
