/**
 * The script that runs on the node (protocol: python-protocol.ts). Python 2.7 and every Python 3; nothing but the standard
 * library; ASCII. It opens no file and leaves nothing behind. On Linux the error queue of each socket (IP_RECVERR, for an
 * ordinary user too) tells type, code and sender of ICMP errors, which the plain error number hides.
 */
export const PYTHON_SCRIPT = String.raw`
import sys
sys.path[:] = [p for p in sys.path if p not in ('', '.')]
import binascii, errno, json, os, select, socket, struct, time
try:
    import ssl
except Exception:
    ssl = None

clock = getattr(time, 'monotonic', time.time)
BUSY = (errno.EINPROGRESS, errno.EAGAIN, errno.EWOULDBLOCK, errno.EALREADY)
NO_WAY = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN)
RECVERR = {socket.AF_INET: (0, 11), socket.AF_INET6: (41, 25)}
MSG_ERRQUEUE = 0x2000
V6_CODES = {0: 0, 1: 13, 2: 0, 3: 1, 4: 3, 5: 13, 6: 13}
ERROR_QUEUE = sys.platform.startswith('linux') and hasattr(socket.socket, 'recvmsg')
TLS = ssl is not None and hasattr(ssl, 'SSLContext')
# A neighbour that is not there is reported after three seconds, which is also the usual timeout.
GRACE = 0.25
MOST_REPLY = 16384
request = json.loads(sys.stdin.readline())
nonce = request['nonce']
began = clock()

def emit(value):
    try:
        sys.stdout.write('\n' * (not emit.said) + nonce + ' ' + json.dumps(value) + '\n')
        sys.stdout.flush()
        emit.said = True
    except (IOError, OSError, ValueError):
        os._exit(1)
emit.said = False

def to_hex(data):
    return binascii.hexlify(data).decode('ascii')

def errno_of(error):
    return getattr(error, 'errno', None) or (error.args[0] if error.args else None)

def errno_name(number):
    return errno.errorcode.get(number, str(number))

def whole_length(framing, data):
    kind = framing['kind']
    octets = bytearray(data)
    if kind == 'length':
        size = framing['size']
        if len(octets) < size:
            return None
        return size + (int(binascii.hexlify(data[:size]), 16) & framing['mask'])
    if kind == 'ber':
        if len(octets) < 2:
            return None
        count = octets[1] & 0x7f
        if octets[1] < 0x80:
            return 2 + octets[1]
        if count == 0 or count > 4:
            return len(octets)
        return None if len(octets) < 2 + count else 2 + count + int(binascii.hexlify(data[2:2 + count]), 16)
    if kind == 'until':
        marker = binascii.unhexlify(framing['marker'])
        return data.find(marker) + len(marker) if marker in data else None
    return len(octets)

def tls_chain(sock):
    try:
        if hasattr(sock, 'get_unverified_chain'):
            chain = sock.get_unverified_chain()
        else:
            import _ssl
            chain = [c.public_bytes(_ssl.ENCODING_DER) for c in sock._sslobj.get_unverified_chain()]
        if chain:
            return [to_hex(c) for c in chain], True
    except Exception:
        pass
    leaf = sock.getpeercert(True)
    return ([to_hex(leaf)] if leaf else []), False

class Task(object):
    def __init__(self, job):
        self.job = job
        self.sock = None
        self.fd = None
        self.state = 'new'
        self.events = select.POLLOUT
        self.payloads = [binascii.unhexlify(p) for p in job['payloads']]
        self.sent = 0
        self.replies = []
        self.buffer = b''
        self.out = b''
        self.over = False

    def start(self):
        job = self.job
        self.start_time = clock()
        self.wait()
        family = socket.AF_INET6 if ':' in job['host'] else socket.AF_INET
        udp = job['transport'] == 'udp'
        try:
            self.sock = socket.socket(family, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
            self.fd = self.sock.fileno()
            self.sock.setblocking(False)
        except (OSError, IOError) as error:
            return self.finish('error', message='no socket on the node: ' + str(error))
        if ERROR_QUEUE:
            try:
                self.sock.setsockopt(RECVERR[family][0], RECVERR[family][1], 1)
            except (OSError, IOError):
                pass
        if job['source']:
            try:
                self.sock.bind((job['source'], 0))
            except (OSError, IOError) as error:
                return self.finish('cannot', message='the node cannot send from ' + job['source'] + ': ' + str(error))
        self.start_time = clock()
        self.state = 'connecting'
        self.deadline += GRACE
        try:
            number = self.sock.connect_ex((job['host'], job['port']))
        except (OSError, IOError) as error:
            number = errno_of(error)
        if number and number not in BUSY:
            return self.fail(number)
        if udp:
            self.connected()

    def wait(self):
        self.deadline = clock() + self.job['timeoutMs'] / 1000.0

    def local(self):
        try:
            address = self.sock.getsockname()[0]
        except Exception:
            return None
        return None if address in ('0.0.0.0', '::') else address

    def finish(self, outcome, **more):
        if self.over:
            return
        self.over = True
        more.update(id=self.job['id'], outcome=outcome, local=self.local(),
                    ms=round((clock() - self.start_time) * 1000, 1))
        try:
            if self.sock is not None:
                self.sock.close()
        except Exception:
            pass
        emit(more)

    def queued_error(self):
        if not ERROR_QUEUE:
            return False
        for _ in range(4):
            try:
                ancillary = self.sock.recvmsg(512, 512, MSG_ERRQUEUE)[1]
            except Exception:
                return False
            for level, kind, data in ancillary:
                if (level, kind) in RECVERR.values() and len(data) >= 16 and self.icmp_error(data):
                    return True
        return False

    def icmp_error(self, data):
        number, origin, kind, code = struct.unpack('=IBBB', data[:7])
        if origin == 2:
            sender = socket.inet_ntop(socket.AF_INET, data[20:24])
        elif origin == 3:
            sender = socket.inet_ntop(socket.AF_INET6, data[24:40])
            if kind == 1:
                kind, code = 3, V6_CODES.get(code, 0)
            elif kind == 3:
                kind = 11
            else:
                return False
        else:
            return False
        if kind == 3 and code == 4:
            return False
        if kind == 3 and code == 3:
            self.finish('refused', sender=sender)
        elif kind == 3:
            self.finish('icmp', code=code, sender=sender)
        elif kind == 11:
            self.finish('unreachable', errno='time exceeded, said by ' + sender)
        return self.over

    def fail(self, number):
        if self.queued_error():
            return
        if self.state not in ('connecting', 'new') and self.job['transport'] == 'tcp':
            return self.finish_with_replies('connection lost: ' + errno_name(number))
        if number == errno.ECONNREFUSED:
            self.finish('refused', sender=None)
        elif number in NO_WAY:
            self.finish('unreachable', errno=errno_name(number))
        elif number == errno.ETIMEDOUT:
            self.finish('silent')
        elif number in (errno.EACCES, errno.EPERM):
            self.finish('error', message="the node's own system does not let it send there: " + errno_name(number))
        else:
            self.finish('error', message=errno_name(number))

    def finish_with_replies(self, message):
        if self.buffer:
            self.take(self.buffer)
        if self.replies:
            self.finish('answered', replies=self.replies)
        elif self.job['transport'] == 'udp':
            self.finish('silent')
        else:
            self.finish('connected-only', message=message)

    def expired(self):
        if self.queued_error():
            return
        seconds = '%g s' % (self.job['timeoutMs'] / 1000.0)
        if self.state == 'connecting':
            self.finish('silent')
        else:
            self.finish_with_replies('no answer in ' + seconds)

    def connected(self):
        kind = self.job['kind']
        if kind == 'connect':
            return self.finish('connected')
        self.wait()
        if kind == 'tls':
            return self.begin_tls()
        self.state = 'exchanging'
        self.send_next()

    def begin_tls(self):
        if not TLS:
            return self.finish('connected')
        self.state = 'handshaking'
        try:
            context = ssl.SSLContext(getattr(ssl, 'PROTOCOL_TLS_CLIENT', ssl.PROTOCOL_SSLv23))
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            self.sock = context.wrap_socket(self.sock, server_hostname=self.job['serverName'] or None,
                                            do_handshake_on_connect=False)
        except Exception as error:
            return self.fail_tls(error)
        self.handshake()

    def handshake(self):
        try:
            self.sock.do_handshake()
        except ssl.SSLError as error:
            if error.args[0] == ssl.SSL_ERROR_WANT_READ:
                self.events = select.POLLIN
            elif error.args[0] == ssl.SSL_ERROR_WANT_WRITE:
                self.events = select.POLLOUT
            else:
                self.fail_tls(error)
            return
        except (OSError, IOError, ValueError) as error:
            return self.fail_tls(error)
        chain, whole = tls_chain(self.sock)
        version = self.sock.version() if hasattr(self.sock, 'version') else None
        self.finish('handshake', protocol=version or 'TLS', chain=chain, whole=whole)

    def fail_tls(self, error):
        reason = getattr(error, 'reason', None) or str(error) or 'closed'
        self.finish('connected-only', message=str(reason))

    def send_next(self):
        payload = self.payloads[self.sent]
        self.sent += 1
        self.out = payload
        self.buffer = b''
        self.wait()
        self.flush()

    def flush(self):
        try:
            self.out = self.out[self.sock.send(self.out):]
        except (OSError, IOError) as error:
            if errno_of(error) not in BUSY:
                return self.fail(errno_of(error))
        self.events = select.POLLIN | (select.POLLOUT if self.out else 0)

    def receive(self):
        try:
            data = self.sock.recv(65535)
        except (OSError, IOError) as error:
            if errno_of(error) in BUSY:
                return
            return self.fail(errno_of(error))
        if self.job['transport'] == 'udp':
            return self.replied(data)
        if not data:
            return self.finish_with_replies('closed without an answer')
        self.buffer += data
        length = whole_length(self.job['framing'], self.buffer)
        if length is not None and length <= len(self.buffer):
            self.replied(self.buffer[:length])
        elif len(self.buffer) >= MOST_REPLY:
            self.replied(self.buffer)

    def take(self, data):
        self.replies.append([self.sent - 1, to_hex(data[:MOST_REPLY]), self.job['host']])

    def replied(self, data):
        self.buffer = b''
        self.take(data)
        stop = self.job['stopAt']
        octets = bytearray(data)
        enough = stop is not None and len(octets) > stop['offset'] and (
            octets[stop['offset']] & stop['mask']) in stop['values']
        if enough or self.sent >= len(self.payloads):
            self.finish('answered', replies=self.replies)
        else:
            self.send_next()

    def ready(self, event):
        if event & select.POLLERR and self.queued_error():
            return
        if self.state == 'connecting':
            number = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if number:
                self.fail(number)
            elif event & (select.POLLOUT | select.POLLHUP):
                self.connected()
        elif self.state == 'handshaking':
            self.handshake()
        else:
            if self.out and event & select.POLLOUT:
                self.flush()
            if not self.over and event & ~select.POLLOUT:
                self.receive()

def limit():
    try:
        import resource
        return max(16, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 32)
    except Exception:
        return 128

def session_ended():
    try:
        return os.read(0, 4096) == b''
    except (OSError, IOError):
        return True

def step(task, work):
    try:
        work()
    except Exception as error:
        task.finish('error', message='the probe failed: ' + repr(error)[:200])

def main():
    emit({'hello': 1, 'python': '%d.%d.%d' % sys.version_info[:3], 'tls': TLS, 'errorQueue': ERROR_QUEUE})
    end = began + request['deadlineMs'] / 1000.0
    waiting = sorted((Task(job) for job in request['jobs']), key=lambda t: t.job['startMs'], reverse=True)
    most = min(request['concurrency'], limit())
    active = []
    while waiting or active:
        now = clock()
        if now >= end:
            os._exit(2)
        while waiting and len(active) < most and began + waiting[-1].job['startMs'] / 1000.0 <= now:
            task = waiting.pop()
            step(task, task.start)
            if not task.over:
                active.append(task)
        for task in active:
            if task.deadline <= now:
                step(task, task.expired)
        active = [task for task in active if not task.over]
        if not waiting and not active:
            break
        moments = [task.deadline for task in active] + [end]
        if waiting and len(active) < most:
            moments.append(began + waiting[-1].job['startMs'] / 1000.0)
        poll = select.poll()
        poll.register(0, select.POLLIN)
        owners = {}
        for task in active:
            owners[task.fd] = task
            poll.register(task.fd, task.events)
        for fd, event in poll.poll(max(0, min(moments) - clock()) * 1000 + 1):
            if fd == 0:
                if session_ended():
                    os._exit(3)
            elif fd in owners and not owners[fd].over:
                task = owners[fd]
                step(task, lambda: task.ready(event))
        active = [task for task in active if not task.over]
    emit({'done': 1})

main()
`.trimStart();
