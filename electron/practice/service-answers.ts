/** What the simulated web, SSH and RPC servers send back, byte for byte as real ones would. */

/** RFC 4253 section 4.2: sent as soon as the connection stands. */
export const sshIdentification = Buffer.from('SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n');

/** Answers an HTTP request as a storage service does to one without a signature; null when it is none. */
export function answerHttp(request: Uint8Array): Buffer | null {
  if (!/^[A-Z]+ \S+ HTTP\/1\.1\r\n/.test(Buffer.from(request).toString('latin1'))) return null;
  const lines = [
    'HTTP/1.1 403 Forbidden',
    'Server: PRACTICE',
    'X-Amz-Request-Id: 17C0A1F2B3D4E5F6',
    'Content-Length: 0',
    'Connection: close',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

const markBytes = 4;
const lastFragment = 0x8000_0000;

/** Answers an RPC call over TCP, record mark in front (RFC 5531), as a server that knows the program; null when it is none. */
export function answerRpc(record: Uint8Array): Buffer | null {
  const bytes = Buffer.from(record);
  const isCall = bytes.length >= markBytes + 24 && bytes.readUInt32BE(markBytes + 4) === 0;
  if (!isCall) return null;
  // Reply, accepted, no verifier of length 0, success.
  const message = Buffer.alloc(24);
  bytes.copy(message, 0, markBytes, markBytes + 4);
  message.writeUInt32BE(1, 4);
  const mark = Buffer.alloc(markBytes);
  mark.writeUInt32BE(lastFragment + message.length);
  return Buffer.concat([mark, message]);
}
