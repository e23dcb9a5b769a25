/**
 * Listens on the node and holds connections from it (protocol: inbound-protocol.ts). Python 2.7 and every Python 3;
 * nothing but the standard library; ASCII. It opens no file; all it opens is closed by the system when it ends.
 */
export const INBOUND_PYTHON_SCRIPT = String.raw`
import sys
sys.path[:] = [p for p in sys.path if p not in ('', '.')]
import errno, os, select, socket, struct, time

clock = getattr(time, 'monotonic', time.time)
BUSY = (errno.EINPROGRESS, errno.EAGAIN, errno.EWOULDBLOCK, errno.EALREADY)
MOST_CLIENTS = 64
CLIENT_SECONDS = 10.0
nonce = ''
tasks = []
clients = []

def tag_of(ask, line):
    words = line.split()
    if words[:1] != [ask] or len(words) > 2:
        return None
    tag = words[1].decode('latin-1') if len(words) == 2 else '-'
    return tag if len(tag) <= 64 and (tag == '-' or tag.isalnum()) else None

def emit(word, number, *fields):
    try:
        sys.stdout.write('\n' * (not emit.said) + ' '.join([nonce, word, number] + [str(f) for f in fields]) + '\n')
        sys.stdout.flush()
        emit.said = True
    except (IOError, OSError, ValueError):
        os._exit(1)
emit.said = False

def name_of(error):
    number = getattr(error, 'errno', None) or (error.args[0] if error.args else None)
    return errno.errorcode.get(number, 'EUNKNOWN')

def new_socket(address, udp):
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
    sock.setblocking(False)
    if family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    return sock

class Listener(object):
    events = select.POLLIN

    def __init__(self, number, transport, address, port, ask, token):
        self.number, self.udp, self.address, self.port = number, transport == 'udp', address, int(port)
        self.ask, self.token = ask.encode('ascii'), token.encode('ascii')
        self.answers = 0
        self.sock = None

    def start(self):
        try:
            self.sock = new_socket(self.address, self.udp)
            self.sock.bind((self.address, self.port))
            if not self.udp:
                self.sock.listen(16)
        except (OSError, IOError) as error:
            self.close()
            return emit('failed', self.number, name_of(error))
        emit('listening', self.number)

    def close(self):
        if self.sock is not None:
            self.sock.close()
        self.sock = None

    def ready(self, event):
        try:
            if self.udp:
                data, peer = self.sock.recvfrom(2048)
                tag = tag_of(self.ask, data)
                if tag is not None and self.answers < MOST_CLIENTS:
                    self.seen(peer, tag)
                    self.sock.sendto(self.token + b'\n', peer)
                return
            sock, peer = self.sock.accept()
        except (OSError, IOError):
            return
        if len(clients) >= MOST_CLIENTS:
            return reset(sock)
        clients.append(Client(self, sock, peer))

    def seen(self, peer, tag):
        self.answers += 1
        emit('seen', self.number, peer[0], peer[1], tag)

def reset(sock):
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    except (OSError, IOError):
        pass
    sock.close()

class Client(object):
    events = select.POLLIN

    def __init__(self, owner, sock, peer):
        self.owner, self.sock, self.peer = owner, sock, peer
        self.data = b''
        self.told = False
        self.end = clock() + CLIENT_SECONDS
        sock.setblocking(False)

    def close(self):
        if self.sock is not None:
            reset(self.sock)
        self.sock = None

    def closed_by_peer(self):
        self.sock.close()
        self.sock = None

    def ready(self, event):
        try:
            data = self.sock.recv(256)
        except (OSError, IOError) as error:
            if getattr(error, 'errno', None) in BUSY:
                return
            data = b''
        if not data:
            return self.closed_by_peer()
        if self.told:
            return
        self.data += data
        if b'\n' in self.data:
            tag = tag_of(self.owner.ask, self.data.split(b'\n')[0])
            if tag is None:
                return self.close()
            self.told = True
            self.owner.seen(self.peer, tag)
            try:
                self.sock.send(self.owner.token + b'\n')
            except (OSError, IOError):
                self.close()
        elif len(self.data) > 512:
            self.close()

class Held(object):
    events = select.POLLOUT

    def __init__(self, number, host, port, source):
        self.number, self.host, self.port, self.source = number, host, int(port), source
        self.sock = None

    def start(self):
        try:
            self.sock = new_socket(self.host, False)
            self.sock.bind((self.source, 0))
            number = self.sock.connect_ex((self.host, self.port))
        except (OSError, IOError) as error:
            self.close()
            return emit('failed', self.number, name_of(error))
        if number and number not in BUSY:
            self.close()
            emit('failed', self.number, errno.errorcode.get(number, 'EUNKNOWN'))

    def close(self):
        if self.sock is not None:
            self.sock.close()
        self.sock = None

    def ready(self, event):
        number = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if number:
            self.close()
            return emit('failed', self.number, errno.errorcode.get(number, 'EUNKNOWN'))
        local = self.sock.getsockname()
        # Whatever the peer does now, the connection stays as it is.
        self.events = None
        emit('held', self.number, local[0], local[1])

def session_ended():
    try:
        return os.read(0, 4096) == b''
    except (OSError, IOError):
        return True

def leave():
    for client in clients:
        client.close()
    os._exit(0)

def read_request():
    global nonce
    seconds = 0.0
    while True:
        line = sys.stdin.readline()
        if not line:
            os._exit(3)
        word = line.split()
        if word[:1] == ['start']:
            nonce, seconds = word[1], int(word[2]) / 1000.0
        elif word[:1] == ['listen']:
            tasks.append(Listener(*word[1:]))
        elif word[:1] == ['hold']:
            tasks.append(Held(*word[1:]))
        elif word[:1] == ['go']:
            return seconds

def main():
    end = clock() + read_request()
    for task in tasks:
        task.start()
    while clock() < end:
        poll = select.poll()
        poll.register(0, select.POLLIN)
        owners = {}
        for one in tasks + clients:
            if one.sock is not None and one.events is not None:
                owners[one.sock.fileno()] = one
                poll.register(one.sock.fileno(), one.events)
        for fd, event in poll.poll(min(1.0, max(0.0, end - clock())) * 1000 + 1):
            if fd == 0:
                if session_ended():
                    leave()
            elif owners[fd].sock is not None:
                owners[fd].ready(event)
        now = clock()
        for client in clients:
            if client.end < now:
                client.close()
        clients[:] = [client for client in clients if client.sock is not None]
    leave()

main()
`.trimStart();
