"""A wire between two network namespaces that takes its time and loses frames: this kernel has no netem.

    relay.py NODE_NAMESPACE NODE_DEVICE TARGETS_NAMESPACE TARGETS_DEVICE

Makes one TAP device in each namespace and carries frames between them. Each line on standard input sets what it does from
then on: `DELAY JITTER LOSS`, one way: milliseconds, milliseconds more or less, share of the frames. It answers `set`.
Ends with its standard input; the devices end with it.
"""
import ctypes
import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF, IFF_TAP, IFF_NO_PI, CLONE_NEWNET = 0x400454CA, 0x0002, 0x1000, 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


def tap_in(namespace, name):
    with open('/run/netns/' + namespace) as handle:
        if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), 'setns')
    fd = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack('16sH22x', name.encode(), IFF_TAP | IFF_NO_PI))
    return fd


def send(fd, frame):
    try:
        os.write(fd, frame)
    except OSError:
        # Full, or the device is not up yet: a frame more that is lost.
        pass


def main():
    node, node_device, targets, targets_device = sys.argv[1:5]
    near, far = tap_in(node, node_device), tap_in(targets, targets_device)
    other = {near: far, far: near}
    print('ready', flush=True)
    delay = jitter = loss = 0.0
    waiting = []
    count = 0
    while True:
        pause = None if not waiting else max(0.0, waiting[0][0] - time.monotonic())
        readable, _, _ = select.select([0, near, far], [], [], pause)
        now = time.monotonic()
        for fd in readable:
            if fd == 0:
                line = os.read(0, 4096).decode()
                if line == '':
                    return
                delay, jitter, loss = (float(word) for word in line.split()[-3:])
                delay, jitter = delay / 1000, jitter / 1000
                print('set', flush=True)
                continue
            for _ in range(64):
                try:
                    frame = os.read(fd, 65536)
                except BlockingIOError:
                    break
                if loss and random.random() < loss:
                    continue
                if not delay:
                    send(other[fd], frame)
                    continue
                count += 1
                due = now + delay + (random.uniform(-jitter, jitter) if jitter else 0)
                heapq.heappush(waiting, (due, count, other[fd], frame))
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, fd, frame = heapq.heappop(waiting)
            send(fd, frame)


main()
