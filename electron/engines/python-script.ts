/**
 * The script that runs on the node (protocol: python-protocol.ts). Python 2.7 and every Python 3; nothing but the standard
 * library; ASCII. It leaves nothing behind, and opens no file but the kernel's list of neighbours. On Linux the error queue
 * of each socket (IP_RECVERR, for an ordinary user too) tells type, code and sender of ICMP errors, which the plain error
 * number hides. How long it waits and how often it asks is shared/probes/waits.ts, with the numbers from the request.
 *
 * Parts, from the top: what was answered so far (Waits), sockets to wait for (Poller), one check (Task), the loop (main).
 */
export const PYTHON_SCRIPT = String.raw`
import sys
sys.path[:] = [p for p in sys.path if p not in ('', '.')]
import binascii, errno, json, os, select, socket, struct, time

clock = getattr(time, 'monotonic', time.time)
BUSY = (errno.EINPROGRESS, errno.EAGAIN, errno.EWOULDBLOCK, errno.EALREADY)
NO_WAY = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN)
IN, OUT, ERR, HUP = 1, 4, 8, 16
RECVERR = {socket.AF_INET: (0, 11), socket.AF_INET6: (41, 25)}
# Ports are chosen with the connection, not with the address: a port may then serve several targets.
BIND_ADDRESS_NO_PORT = (0, 24)
MSG_ERRQUEUE = 0x2000
V6_CODES = {0: 0, 1: 13, 2: 0, 3: 1, 4: 3, 5: 13, 6: 13}
LINUX = sys.platform.startswith('linux')
ERROR_QUEUE = LINUX and hasattr(socket.socket, 'recvmsg')
# A neighbour that is not there is reported after three seconds, which is also the usual timeout.
GRACE = 0.25
MOST_REPLY = 16384
# What a peer may say over a relay, and what may wait to be sent to it.
MOST_RELAYED = 262144
MOST_WAITING = 65536
NEVER = float('inf')
# Timers are looked at no more often than this: all of them each time, so that a lesson from an answer counts at once.
TICK = 0.005
# Answers are read between so many new connections, or their round trips would seem longer than they are.
BATCH = 32
request = json.loads(sys.stdin.readline())
nonce = request['nonce']
ssl = None
if any(job['kind'] == 'tls' for job in request['jobs']):
    try:
        import ssl
    except Exception:
        pass
# Where this Python cannot show the whole chain, it carries the bytes, and TLS is spoken on the other end of the channel.
READS_CHAINS = hasattr(getattr(ssl, 'SSLSocket', None), 'get_unverified_chain') or hasattr(
    getattr(sys.modules.get('_ssl'), '_SSLSocket', None), 'get_unverified_chain')
began = clock()
said = ['\n']

def emit(value):
    said.append(nonce + ' ' + json.dumps(value, separators=(',', ':')) + '\n')

def flush():
    if not said:
        return
    try:
        sys.stdout.write(''.join(said))
        sys.stdout.flush()
    except (IOError, OSError, ValueError):
        os._exit(4)
    del said[:]

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

def whole_reply(framing, data):
    if not data:
        return None
    length = whole_length(framing, data)
    if length is not None and length <= len(data):
        return data[:length]
    return data[:MOST_REPLY] if len(data) >= MOST_REPLY else None

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
    # An odd library after all.
    leaf = sock.getpeercert(True)
    return ([to_hex(leaf)] if leaf else []), False

class Waits(object):
    """What the answers so far tell about how long to wait (shared/probes/waits.ts). Times in seconds."""
    def __init__(self, policy):
        self.policy = policy
        self.answers = 0
        self.slowest = 0.0
        self.loses_packets = False
        self.hosts = {}

    def sample(self, host, seconds, which_try):
        self.answers += 1
        self.slowest = max(self.slowest, seconds)
        if which_try > 1:
            self.loses_packets = True
        self.heard(host, seconds)

    def heard(self, host, seconds):
        self.hosts.setdefault(host, seconds)

    def slowest_for(self, host):
        return max(self.slowest, self.hosts.get(host, 0.0))

    def wait(self, host, longest, control):
        policy = self.policy
        known = host in self.hosts
        enough = self.answers >= policy['enoughAnswers'] and len(self.hosts) >= policy['enoughHosts']
        if not policy['adaptive'] or not (known or enough):
            return longest
        brief = (known or control) and not self.loses_packets
        floor = policy['knownHostMs'] if brief else policy['newHostMs']
        round_trips = (policy['tries'] - 1) * policy['roundTrips'] + policy['lastRoundTrips']
        return min(longest, max(floor / 1000.0, round_trips * self.slowest_for(host)))

    def spacing(self, host, wait):
        return max(wait / self.policy['tries'], self.policy['roundTrips'] * self.slowest_for(host))

    def chance(self):
        return 1 - self.policy['jitter'] * bytearray(os.urandom(1))[0] / 255.0

class Neighbours(object):
    """Neighbours that the kernel asked for and that have not answered: it will say so after three seconds."""
    def __init__(self):
        self.read_at = None
        self.missing = set()

    def unanswered(self, host, nothing_else):
        if self.read_at is None or clock() - self.read_at > 0.1:
            self.read_at = clock()
            self.missing = set()
            try:
                with open('/proc/net/arp') as table:
                    rows = [line.split() for line in table.readlines()[1:]]
                self.missing = set(row[0] for row in rows if len(row) > 2 and int(row[2], 16) == 0)
            except Exception:
                pass
        # Where nothing answers at all, it may be the gateway that is not there.
        return host in self.missing or (nothing_else and bool(self.missing))

class Poller(object):
    """Keeps its list of sockets between calls: epoll where there is one, else poll."""
    def __init__(self):
        self.epoll = hasattr(select, 'epoll')
        self.poller = select.epoll() if self.epoll else select.poll()
        self.watched = {}
        # When the events came that are worked on now: many at once must not make the later ones look slow.
        self.came_at = began

    def watch(self, fd, events, owner):
        known = self.watched.get(fd)
        if known is None:
            self.poller.register(fd, events)
        elif known[0] != events:
            self.poller.modify(fd, events)
        self.watched[fd] = (events, owner)

    def drop(self, fd):
        if self.watched.pop(fd, None) is not None:
            try:
                self.poller.unregister(fd)
            except Exception:
                pass

    def wait(self, seconds):
        try:
            # Rounded up: a moment that is not quite there yet would be asked for again and again.
            seconds = seconds + 0.001 if seconds > 0 else 0
            found = self.poller.poll(seconds if self.epoll else seconds * 1000)
        except (OSError, IOError, select.error) as error:
            if errno_of(error) != errno.EINTR:
                raise
            return []
        self.came_at = clock()
        return [(fd, event, self.watched[fd][1]) for fd, event in found if fd in self.watched]

    def is_watched(self, fd, owner):
        return fd in self.watched and self.watched[fd][1] is owner

poller = Poller()
waits = Waits(request['waits'])
neighbours = Neighbours()
active = set()
relays = {}

class Task(object):
    """One check. TCP: connecting (tries side by side), then handshaking or exchanging over the one that answered."""
    def __init__(self, job):
        self.job = job
        self.host = job['host']
        self.udp = job['transport'] == 'udp'
        self.longest = job['timeoutMs'] / 1000.0
        self.payloads = [binascii.unhexlify(p) for p in job['payloads']]
        self.state = 'new'
        self.sock = None
        self.tries = {}
        self.tried = 0
        self.sent = 0
        self.sends = 0
        self.said_tries = 1
        self.replies = []
        self.buffer = b''
        self.out = b''
        self.relayed = 0
        self.over = False

    # Sockets

    def open_socket(self):
        """A socket bound to the source, on its way to the target; None, and the task may be over, when there is none."""
        first = self.tried == 0
        self.last_try = clock()
        family = socket.AF_INET6 if ':' in self.host else socket.AF_INET
        try:
            sock = socket.socket(family, socket.SOCK_DGRAM if self.udp else socket.SOCK_STREAM)
            sock.setblocking(False)
        except (OSError, IOError) as error:
            if first:
                self.finish('error', message='no socket on the node: ' + str(error))
            return None
        # Over UDP the kernel keeps most ICMP errors to itself without it, also where nobody can read who sent them.
        if ERROR_QUEUE or (LINUX and self.udp):
            self.option(sock, RECVERR[family], 1)
        if self.job['source']:
            if LINUX:
                self.option(sock, BIND_ADDRESS_NO_PORT, 1)
            try:
                sock.bind((self.job['source'], 0))
            except (OSError, IOError) as error:
                sock.close()
                if first:
                    self.finish('cannot', message='the node cannot send from %s: %s' % (self.job['source'], error))
                return None
        self.tried += 1
        self.last_try = clock()
        if not self.udp:
            self.said_tries = self.tried
        try:
            number = sock.connect_ex((self.host, self.job['port']))
        except (OSError, IOError) as error:
            number = errno_of(error)
        self.tries[sock.fileno()] = (sock, self.last_try, self.tried)
        if number and number not in BUSY:
            self.sock = sock
            self.fail(number)
            return None
        return sock

    def option(self, sock, name, value):
        try:
            sock.setsockopt(name[0], name[1], value)
        except (OSError, IOError):
            pass

    def open_try(self):
        sock = self.open_socket()
        if sock is not None:
            poller.watch(sock.fileno(), OUT, self)
        self.gap = waits.spacing(self.host, self.wait()) * waits.chance()

    def keep_only(self, kept):
        for fd, (sock, _, _) in self.tries.items():
            if sock is not kept:
                poller.drop(fd)
                sock.close()
        self.tries = {}

    def watch(self, events):
        poller.watch(self.fd, events, self)

    # Its course

    def start(self):
        active.add(self)
        self.start_time = clock()
        self.state = 'connecting'
        if not self.udp:
            return self.open_try()
        self.sock = self.open_socket()
        if self.sock is not None:
            self.fd = self.sock.fileno()
            self.state = 'exchanging'
            self.send_next()

    def next_moment(self, now):
        """Does what is due, also when the answers of others have brought it forward; tells when something is due next."""
        if self.state != 'connecting':
            if now >= self.deadline:
                self.expired()
            elif self.may_send_again() and now >= self.send_again_at:
                self.resend()
            return min(self.send_again_at, self.deadline) if self.may_send_again() else self.deadline
        wait = self.wait()
        all_tried = self.tried >= waits.policy['tries']
        self.gap = min(self.gap, waits.spacing(self.host, wait))
        next_try = self.last_try + self.gap
        end = self.start_time + self.longest
        # Not before every try was made: this machine may have been held up for longer than the wait.
        if all_tried:
            last_chance = self.last_try + waits.policy['lastRoundTrips'] * waits.slowest_for(self.host)
            end = min(end, max(self.start_time + wait, last_chance))
        if now >= end and neighbours.unanswered(self.host, waits.answers == 0):
            end = self.start_time + self.longest + GRACE
        if now >= end:
            self.expired()
        elif not all_tried and now >= next_try:
            self.open_try()
            next_try = self.last_try + self.gap
        return end if all_tried else min(end, next_try)

    def wait(self):
        return waits.wait(self.host, self.longest, self.job['control'])

    def begin_wait(self):
        self.deadline = clock() + self.longest + (GRACE if self.udp and not self.replies else 0)

    def local(self):
        try:
            address = self.sock.getsockname()[0]
        except Exception:
            return None
        return None if address in ('0.0.0.0', '::') else address

    def about(self):
        return {'id': self.job['id'], 'local': self.local(), 'tries': self.said_tries,
                'ms': round((clock() - self.start_time) * 1000, 1)}

    def finish(self, outcome, **more):
        if self.over:
            return
        if self.sock is None and self.tries:
            self.sock = next(iter(self.tries.values()))[0]
        more.update(self.about(), outcome=outcome)
        self.leave()
        emit(more)

    def leave(self):
        self.over = True
        active.discard(self)
        relays.pop(self.job['id'], None)
        self.keep_only(None)
        try:
            if self.sock is not None:
                poller.drop(self.sock.fileno())
                self.sock.close()
        except Exception:
            pass

    def answered(self):
        """The target itself answered over TCP: what others of its host, and of the path, learn from it."""
        since, self.said_tries = next((one[1:] for one in self.tries.values() if one[0] is self.sock))
        if self.local() != self.host:
            waits.sample(self.host, max(0, poller.came_at - since), self.said_tries)

    def is_there(self):
        """The target itself answered over UDP, and may have thought about it."""
        if not self.replies and self.sends == 1 and self.local() != self.host:
            waits.heard(self.host, clock() - self.start_time)

    # Errors

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
            if sender == self.host and self.udp:
                self.is_there()
            self.finish('refused', sender=sender)
        elif kind == 3:
            self.finish('icmp', code=code, sender=sender)
        elif kind == 11:
            self.finish('unreachable', errno='time exceeded, said by ' + sender)
        return self.over

    def fail(self, number):
        if self.queued_error():
            return
        if self.state not in ('connecting', 'new') and not self.udp:
            message = 'connection lost: ' + errno_name(number)
            return self.end_relay(message) if self.state == 'relaying' else self.finish_with_replies(message)
        if number == errno.ECONNREFUSED:
            if not self.udp:
                self.answered()
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
            self.finish_answered()
        elif self.udp:
            self.finish('silent')
        else:
            self.finish('connected-only', message=message)

    def finish_answered(self):
        # Read after the last reply: with the time that it took, it tells how far the clocks are apart.
        self.finish('answered', replies=self.replies, answeredAt=round(time.time() * 1000, 1))

    def expired(self):
        for sock, _, _ in list(self.tries.values()):
            self.sock = sock
            if self.queued_error():
                return
        if self.state == 'connecting':
            self.finish('silent')
        elif self.state == 'inside':
            self.finish_handshake(self.buffer)
        elif self.state == 'relaying':
            self.end_relay('it took too long')
        else:
            self.finish_with_replies('no answer in %g s' % self.longest)

    # Connected

    def connected(self):
        self.answered()
        self.keep_only(self.sock)
        self.fd = self.sock.fileno()
        kind = self.job['kind']
        if kind == 'connect':
            return self.finish('connected')
        if kind == 'tls' and not READS_CHAINS:
            return self.begin_relay()
        self.begin_wait()
        if kind == 'tls' and not self.payloads:
            return self.begin_tls()
        self.state = 'exchanging'
        self.send_next()

    def begin_tls(self):
        self.state = 'handshaking'
        try:
            context = ssl.SSLContext(getattr(ssl, 'PROTOCOL_TLS_CLIENT', ssl.PROTOCOL_SSLv23))
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            if self.job['alpn'] and getattr(ssl, 'HAS_ALPN', False):
                context.set_alpn_protocols([str(name) for name in self.job['alpn']])
            self.sock = context.wrap_socket(self.sock, server_hostname=self.job['serverName'] or None,
                                            do_handshake_on_connect=False)
        except Exception as error:
            return self.fail_tls(error)
        self.handshake()

    def wants(self, error):
        """Whether TLS only waits for the socket."""
        number = error.args[0] if error.args else None
        if isinstance(error, ssl.SSLError):
            if number in (ssl.SSL_ERROR_WANT_READ, ssl.SSL_ERROR_WANT_WRITE):
                self.watch(IN if number == ssl.SSL_ERROR_WANT_READ else OUT)
                return True
            return False
        if errno_of(error) in BUSY:
            self.watch(IN)
            return True
        return False

    def handshake(self):
        try:
            self.sock.do_handshake()
        except Exception as error:
            if not self.wants(error):
                self.fail_tls(error)
            return
        chain, whole = tls_chain(self.sock)
        version = self.sock.version() if hasattr(self.sock, 'version') else None
        self.tls = {'protocol': version or 'TLS', 'chain': chain, 'whole': whole}
        if getattr(ssl, 'HAS_ALPN', False):
            self.tls['alpn'] = self.sock.selected_alpn_protocol()
        inner = self.job['inner']
        if inner is None:
            return self.finish('handshake', **self.tls)
        self.state = 'inside'
        self.out = binascii.unhexlify(inner['payload'])
        self.begin_wait()
        self.talk_inside()

    def fail_tls(self, error):
        reason = getattr(error, 'reason', None) or str(error) or 'closed'
        self.finish('connected-only', message=str(reason))

    def finish_handshake(self, reply):
        self.finish('handshake', reply=to_hex(reply) if reply else None, **self.tls)

    def talk_inside(self):
        try:
            while self.out:
                self.out = self.out[self.sock.send(self.out):]
            while True:
                data = self.sock.recv(MOST_REPLY)
                if not data:
                    return self.finish_handshake(self.buffer)
                self.buffer += data
                reply = whole_reply(self.job['inner']['framing'], self.buffer)
                if reply is not None:
                    return self.finish_handshake(reply)
        except Exception as error:
            if not self.wants(error):
                self.finish_handshake(self.buffer)

    # Bytes carried for our own side, which speaks the protocol

    def begin_relay(self):
        self.state = 'relaying'
        # Our own side ends it before.
        self.deadline = clock() + 3 * self.longest + 10
        relays[self.job['id']] = self
        emit(dict(self.about(), relay='open'))
        self.watch(IN)

    def relay_out(self, data):
        if not data:
            return self.end_relay(None)
        self.relayed += len(data)
        if self.relayed > MOST_RELAYED:
            return self.end_relay('the peer sends without end')
        emit({'id': self.job['id'], 'relay': 'data', 'data': to_hex(data)})

    def relay_in(self, data):
        self.out += data
        if len(self.out) > MOST_WAITING:
            self.end_relay('the peer takes nothing')
        else:
            self.flush()

    def end_relay(self, message):
        if not self.over:
            self.leave()
            emit({'id': self.job['id'], 'relay': 'end', 'message': message})

    # Payloads and replies

    def send_next(self):
        payload = self.payloads[self.sent]
        if self.udp and self.sent and self.sends > 1:
            # A late answer to an earlier payload must not pass for one to this.
            self.keep_only(None)
            self.sock = self.open_socket()
            if self.sock is None:
                return
            self.fd = self.sock.fileno()
        self.sent += 1
        self.sends = 1
        self.out = payload
        self.buffer = b''
        self.begin_wait()
        self.plan_resend()
        self.flush()

    def may_send_again(self):
        return self.udp and self.job['kind'] == 'exchange' and self.sends < waits.policy['tries']

    def plan_resend(self):
        self.send_again_at = clock() + waits.spacing(self.host, self.longest) * waits.chance()

    def resend(self):
        self.sends += 1
        self.said_tries = max(self.said_tries, self.sends)
        self.out = self.payloads[self.sent - 1]
        self.plan_resend()
        self.flush()

    def flush(self):
        try:
            if self.out:
                self.out = self.out[self.sock.send(self.out):]
        except (OSError, IOError) as error:
            if errno_of(error) not in BUSY:
                return self.fail(errno_of(error))
        self.watch(IN | (OUT if self.out else 0))

    def receive(self):
        try:
            data = self.sock.recv(65535)
        except (OSError, IOError) as error:
            if errno_of(error) in BUSY:
                return
            return self.fail(errno_of(error))
        if self.state == 'relaying':
            return self.relay_out(data)
        if self.udp:
            self.is_there()
            return self.replied(data)
        if not data:
            return self.finish_with_replies('closed without an answer')
        self.buffer += data
        reply = whole_reply(self.job['framing'], self.buffer)
        if reply is not None:
            self.replied(reply)

    def take(self, data):
        self.replies.append([self.sent - 1, to_hex(data[:MOST_REPLY]), self.host])

    def replied(self, data):
        self.buffer = b''
        self.take(data)
        stop = self.job['stopAt']
        octets = bytearray(data)
        enough = stop is not None and len(octets) > stop['offset'] and (
            octets[stop['offset']] & stop['mask']) in stop['values']
        if enough and self.job['kind'] == 'tls':
            self.begin_wait()
            return self.begin_tls()
        if enough or self.sent >= len(self.payloads):
            self.finish_answered()
        else:
            self.send_next()

    def ready(self, fd, event):
        if self.state == 'connecting':
            self.sock = self.tries[fd][0]
        if event & ERR and self.queued_error():
            return
        if self.state == 'connecting':
            number = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if number:
                self.fail(number)
            elif event & (OUT | HUP):
                self.connected()
        elif self.state == 'handshaking':
            self.handshake()
        elif self.state == 'inside':
            self.talk_inside()
        else:
            if self.out and event & OUT:
                self.flush()
            if not self.over and event & ~OUT:
                self.receive()

def most_sockets():
    try:
        import resource
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = request['concurrency'] * waits.policy['tries'] + 32
        if soft < wanted:
            soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(16, soft - 32)
    except Exception:
        return 128

inbox = [b'']

def read_commands():
    try:
        data = os.read(0, 65536)
    except (OSError, IOError):
        data = b''
    # Its end is the session's end.
    if not data or len(inbox[0]) > 1048576:
        os._exit(3)
    lines = (inbox[0] + data).split(b'\n')
    inbox[0] = lines.pop()
    for line in lines:
        words = line.split()
        task = relays.get(int(words[1])) if len(words) > 1 and words[1].isdigit() else None
        if task is None:
            continue
        if words[0] == b'close':
            task.leave()
        elif words[0] == b'data' and len(words) == 3:
            step(task, task.relay_in, binascii.unhexlify(words[2]))

def step(task, work, *more):
    try:
        result = work(*more)
        if result is not None and not task.over:
            return result
    except Exception as error:
        message = 'the probe failed: ' + repr(error)[:200]
        task.end_relay(message) if task.state == 'relaying' else task.finish('error', message=message)
    return NEVER

def main():
    emit({'hello': 1, 'python': '%d.%d.%d' % sys.version_info[:3], 'errorQueue': ERROR_QUEUE})
    end = began + request['deadlineMs'] / 1000.0
    waiting = sorted((Task(job) for job in request['jobs']), key=lambda t: t.job['startMs'], reverse=True)
    # Every check may need all of its tries at once.
    most = max(1, min(request['concurrency'], most_sockets() // waits.policy['tries']))
    try:
        poller.watch(0, IN, None)
    except (OSError, IOError):
        pass
    looked, look = began, began
    while True:
        now = clock()
        if now >= end:
            flush()
            os._exit(2)
        if now >= look:
            looked, look = now, end
            for task in list(active):
                look = min(look, step(task, task.next_moment, now))
        for _ in range(BATCH):
            if not waiting or len(active) >= most or began + waiting[-1].job['startMs'] / 1000.0 > now:
                break
            task = waiting.pop()
            step(task, task.start)
            if not task.over:
                look = min(look, step(task, task.next_moment, now))
        if not waiting and not active:
            break
        moment = look
        if waiting and len(active) < most:
            moment = min(moment, began + waiting[-1].job['startMs'] / 1000.0)
        flush()
        found = poller.wait(max(0, moment - clock()))
        for fd, event, task in found:
            if fd == 0:
                read_commands()
            elif poller.is_watched(fd, task):
                step(task, task.ready, fd, event)
        if found:
            look = min(look, looked + TICK)
    emit({'done': 1})
    flush()

try:
    main()
    # The interpreter has nothing to tidy up.
    os._exit(0)
except Exception as error:
    sys.stderr.write(repr(error)[:300] + '\n')
    os._exit(5)
`.trimStart();
