/**
 * The script that runs on the node (protocol: perl-protocol.ts). Perl 5.8 and every later one, with no more than
 * Debian's perl-base has: no Time::HiRes, no JSON; POSIX only where it is. ASCII. It leaves nothing behind, and opens no file
 * but the kernel's list of neighbours. Core Perl cannot read a socket's error queue (IP_RECVERR), which tells code and sender
 * of ICMP errors: on Linux machines that we know the system call itself is used, after a question to a closed port of
 * the machine itself has shown that it works. How long it waits and how often it asks is shared/probes/waits.ts.
 */
export const PERL_SCRIPT = String.raw`
use strict;
no warnings;
use Socket;
use Fcntl;
use Errno;
use Config;

# A neighbour that is not there is reported after three seconds, which is also the usual timeout.
my $GRACE = 0.25;
my $MOST_REPLY = 16384;
# What a peer may say over a relay, and what may wait to be sent to it.
my $MOST_RELAYED = 262144;
my $MOST_WAITING = 65536;
# Timers are looked at no more often than this: all of them each time, so that a lesson from an answer counts at once.
my $TICK = 0.005;
# Answers are read between so many new connections, or their round trips would seem longer than they are.
my $BATCH = 32;

sub numbers {
    my %found;
    for my $name (@_) {
        my $number = eval { Errno->can($name)->() };
        $found{$number} = 1 if defined $number;
    }
    return \%found;
}

my $NO_WAY = numbers(qw(EHOSTUNREACH ENETUNREACH EHOSTDOWN ENETDOWN));
my $BUSY = numbers(qw(EINPROGRESS EAGAIN EWOULDBLOCK EALREADY EINTR));
my $NO_FAMILY = numbers(qw(EAFNOSUPPORT EPROTONOSUPPORT));
my %V6_CODES = (0, 0, 1, 13, 2, 0, 3, 1, 4, 3, 5, 13, 6, 13);
# By machine: recvmsg and clock_gettime, which this Perl may have no other way to.
my %CALLS = (x86_64 => [47, 228], aarch64 => [212, 113], riscv64 => [212, 113], loongarch64 => [212, 113],
    i386 => [372, 265], i486 => [372, 265], i586 => [372, 265], i686 => [372, 265], arm => [297, 263],
    armv7l => [297, 263], powerpc64 => [342, 246], powerpc64le => [342, 246], ppc64 => [342, 246],
    ppc64le => [342, 246], s390x => [372, 260]);

$SIG{PIPE} = 'IGNORE';
binmode STDIN;
binmode STDOUT;

my $LINUX = $^O eq 'linux';
my $POINTER = length pack 'p', '';
my $machine = $Config{archname} =~ /^([A-Za-z0-9_]+?)-linux/ ? $1 : '';
my ($RECVMSG, $CLOCK_GETTIME) = $LINUX && $CALLS{$machine} ? @{$CALLS{$machine}} : ();
undef $RECVMSG if $machine =~ /64|s390x/ && $POINTER != 8;

# A text that no other variable shares, for the kernel to write into.
sub zeros {
    my $text = '';
    vec($text, $_[0] - 1, 8) = 0;
    return $text;
}

sub kernel_clock {
    my $which = 0 + $_[0];
    my $time = zeros(2 * length pack 'l!', 0);
    return undef if !$RECVMSG || syscall($CLOCK_GETTIME, $which, $time) != 0;
    my ($seconds, $nanoseconds) = unpack 'l!2', $time;
    return $seconds > 0 ? $seconds + $nanoseconds / 1e9 : undef;
}

sub choose_clock {
    if (eval { require Time::HiRes; Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC()) > 0 }) {
        return sub { Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC()) };
    }
    return sub { kernel_clock(1) } if defined eval { kernel_clock(1) };
    return sub { Time::HiRes::time() } if $INC{'Time/HiRes.pm'};
    my $ticks = eval { require POSIX; POSIX::sysconf(POSIX::_SC_CLK_TCK()) };
    return sub { (POSIX::times())[0] / $ticks } if $ticks;
    return sub { time };
}

# The time of day to a fraction of a second, or nothing.
sub time_of_day {
    return $INC{'Time/HiRes.pm'} ? Time::HiRes::time() : eval { kernel_clock(0) };
}

my $clock = choose_clock();
my $began = $clock->();
my $AF_INET6 = eval {
    my $home = Socket::inet_pton(Socket::AF_INET6(), '::1');
    Socket::pack_sockaddr_in6(1, $home) && Socket::inet_ntop(Socket::AF_INET6(), $home) && Socket::AF_INET6();
};

my ($nonce, $deadline_ms, $at_once, @waiting, %policy);
my $complete = 0;
while (defined(my $line = <STDIN>)) {
    chomp $line;
    my ($word, @rest) = split / /, $line;
    if ($word eq 'nonce') { $nonce = $rest[0] }
    elsif ($word eq 'limits') { ($deadline_ms, $at_once) = @rest }
    elsif ($word eq 'waits') {
        @policy{qw(adaptive tries round_trips last_round_trips jitter enough_answers enough_hosts known_host new_host)} = @rest;
    }
    elsif ($word eq 'job') { push @waiting, read_job(@rest) }
    elsif ($word eq 'go') { $complete = 1; last }
}
exit 3 if !$complete;
# Whatever holds the script up, even a write that nobody reads.
alarm(int($deadline_ms / 1000) + 10);
my $end = $began + $deadline_ms / 1000;

sub read_job {
    my ($id, $kind, $transport, $host, $port, $source, $timeout, $start, $framing, $stop, $payloads, $control) = @_;
    my ($offset, $mask, $values) = split /:/, $stop;
    return {
        id => $id, kind => $kind, udp => $transport eq 'udp', host => $host, port => $port,
        source => $source eq '-' ? undef : $source, longest => $timeout / 1000, start => $start / 1000,
        framing => [split /:/, $framing],
        stop => $stop eq '-' ? undef : [$offset, $mask, { map { $_ => 1 } split /,/, $values }],
        payloads => [map { $_ eq '-' ? '' : pack 'H*', $_ } split /,/, $payloads],
        state => 'new', socks => {}, tried => 0, said_tries => 1, sent => 0, sends => 0,
        control => $control, replies => [], buffer => '', out => '', relayed => 0, reserved => 0, over => 0,
    };
}

# What is said

my $said = "\n";

sub emit { $said .= "$nonce $_[0]\n" }

sub hard_exit {
    eval { require POSIX; POSIX::_exit($_[0]) };
    exit $_[0];
}

sub flush_said {
    while (length $said) {
        my $count = syswrite STDOUT, $said, length $said;
        if (defined $count) { substr($said, 0, $count) = '' }
        elsif ($BUSY->{$!+0}) { select undef, undef, undef, 0.01 }
        else { hard_exit(1) }
    }
}

sub quoted {
    my $text = $_[0];
    return 'null' if !defined $text;
    $text =~ s/([^ !#-\[\]-~])/sprintf '\\u%04x', ord $1/ge;
    return qq("$text");
}

sub message { return '"message":' . quoted($_[0]) }

my %names;

sub errno_name {
    my $number = $_[0];
    if (!exists $names{$number}) {
        local $! = $number;
        $names{$number} = (grep { $!{$_} } sort keys %!)[0] || "$number";
    }
    return $names{$number};
}

# Addresses

sub address_of {
    my $packed = $_[0];
    return undef if !defined $packed || length $packed < 8;
    my $family = sockaddr_family($packed);
    my $address;
    if ($family == AF_INET) { $address = inet_ntoa((unpack_sockaddr_in($packed))[1]) }
    elsif ($AF_INET6 && $family == $AF_INET6) {
        $address = Socket::inet_ntop($AF_INET6, (Socket::unpack_sockaddr_in6($packed))[1]);
    }
    return defined $address && $address ne '0.0.0.0' && $address ne '::' ? $address : undef;
}

sub packed_address {
    my ($port, $host) = @_;
    return Socket::pack_sockaddr_in6($port, Socket::inet_pton($AF_INET6, $host)) if $host =~ /:/;
    return pack_sockaddr_in($port, inet_aton($host));
}

# The error queue

# One entry of it: type, code and sender of an ICMP error, type 0 for anything else; nothing: it is empty.
sub queue_entry {
    my $fd = 0 + $_[0];
    my ($name, $data, $control) = (zeros(128), zeros(512), zeros(512));
    my $part = pack 'p L!', $data, 512;
    my $header = $POINTER == 8
        ? pack('p L x4 p L! p L! i x4', $name, 128, $part, 1, $control, 512, 0)
        : pack('p L p L p L i', $name, 128, $part, 1, $control, 512, 0);
    return () if syscall($RECVMSG, $fd, $header, 0x2040) < 0;
    my $length = unpack 'L!', substr $header, $POINTER == 8 ? 40 : 20, $POINTER;
    my $head = $POINTER + 8;
    my $at = 0;
    while ($length <= 512 && $at + $head <= $length) {
        my ($size, $level, $kind) = unpack 'L! i i', substr $control, $at, $head;
        last if $size < $head || $at + $size > $length;
        my $found = substr $control, $at + $head, $size - $head;
        $at += ($size + $POINTER - 1) & ~($POINTER - 1);
        next if !($level == 0 && $kind == 11 || $level == 41 && $kind == 25) || length $found < 16;
        my ($number, $origin, $type, $code) = unpack 'I C C C', $found;
        return [$type, $code, inet_ntoa(substr $found, 20, 4)] if $origin == 2 && length $found >= 24;
        if ($origin == 3 && $AF_INET6 && length $found >= 40) {
            my $sender = Socket::inet_ntop($AF_INET6, substr $found, 24, 16);
            return [3, exists $V6_CODES{$code} ? $V6_CODES{$code} : 0, $sender] if $type == 1;
            return [$type == 3 ? 11 : 0, $code, $sender];
        }
    }
    return [0, 0, ''];
}

# A closed port of this machine itself: what its error queue must say is known beforehand.
sub reads_error_queue {
    return 0 if !$RECVMSG;
    my $proven = 0;
    eval {
        my $home = inet_aton('127.0.0.1');
        socket my $closed, PF_INET, SOCK_DGRAM, 0 or die;
        bind $closed, pack_sockaddr_in(0, $home) or die;
        my $port = (unpack_sockaddr_in(getsockname $closed))[0];
        close $closed;
        socket my $asking, PF_INET, SOCK_DGRAM, 0 or die;
        setsockopt $asking, 0, 11, pack('i', 1) or die;
        connect $asking, pack_sockaddr_in($port, $home) or die;
        defined send $asking, 'x', 0 or die;
        my $bits = '';
        vec($bits, fileno $asking, 1) = 1;
        select $bits, undef, undef, 0.2;
        my $entry = queue_entry(fileno $asking);
        $proven = $entry && $entry->[0] == 3 && $entry->[1] == 3 && $entry->[2] eq '127.0.0.1';
    };
    return $proven ? 1 : 0;
}

my $ERROR_QUEUE = reads_error_queue();

# What the answers so far tell about how long to wait

my ($answers, $slowest, $loses_packets, %heard) = (0, 0, 0);
my $came_at = $began;

sub sample {
    my ($host, $seconds, $which_try) = @_;
    $answers++;
    $slowest = $seconds if $seconds > $slowest;
    $loses_packets = 1 if $which_try > 1;
    heard($host, $seconds);
}

sub heard {
    my ($host, $seconds) = @_;
    $heard{$host} = $seconds if !exists $heard{$host};
}

sub slowest_for {
    my $own = $heard{$_[0]};
    return defined $own && $own > $slowest ? $own : $slowest;
}

sub wait_for {
    my ($task) = @_;
    my ($host, $longest) = @$task{qw(host longest)};
    my $known = exists $heard{$host};
    my $enough = $answers >= $policy{enough_answers} && keys %heard >= $policy{enough_hosts};
    return $longest if !$policy{adaptive} || !($known || $enough);
    my $brief = ($known || $task->{control}) && !$loses_packets;
    my $wait = ($brief ? $policy{known_host} : $policy{new_host}) / 1000;
    my $rounds = (($policy{tries} - 1) * $policy{round_trips} + $policy{last_round_trips}) * slowest_for($host);
    $wait = $rounds if $rounds > $wait;
    return $wait < $longest ? $wait : $longest;
}

sub spacing {
    my ($host, $wait) = @_;
    my ($share, $rounds) = ($wait / $policy{tries}, $policy{round_trips} * slowest_for($host));
    return $share > $rounds ? $share : $rounds;
}

sub chance { return 1 - $policy{jitter} * rand 1 }

# Neighbours that the kernel asked for and that have not answered: it will say so after three seconds.
my ($neighbours_read, %missing);

sub is_missing_neighbour {
    my ($host, $nothing_else) = @_;
    my $now = $clock->();
    if (!defined $neighbours_read || $now - $neighbours_read > 0.1) {
        $neighbours_read = $now;
        %missing = ();
        if (open my $table, '<', '/proc/net/arp') {
            while (defined(my $line = <$table>)) {
                my ($address, undef, $flags) = split ' ', $line;
                $missing{$address} = 1 if defined $flags && $flags =~ /^0x0+$/;
            }
            close $table;
        }
    }
    # Where nothing answers at all, it may be the gateway that is not there.
    return $missing{$host} || $nothing_else && %missing ? 1 : 0;
}

# One check. TCP: connecting (tries side by side), then exchanging or relaying over the one that answered.

my ($readable, $writable) = ('', '');
my (%active, %owner);
my $reserved = 0;

sub reserve {
    my ($task, $count) = @_;
    $reserved += $count - $task->{reserved};
    $task->{reserved} = $count;
}

sub watch {
    my ($sock, $read, $write) = @_;
    vec($readable, $sock->{fd}, 1) = $read;
    vec($writable, $sock->{fd}, 1) = $write;
}

sub keep_only {
    my ($task, $kept) = @_;
    for my $sock (values %{$task->{socks}}) {
        next if $kept && $sock == $kept;
        watch($sock, 0, 0);
        delete $owner{$sock->{fd}};
        close $sock->{handle};
    }
    $task->{socks} = $kept ? { $kept->{fd} => $kept } : {};
}

sub leave {
    my $task = $_[0];
    $task->{over} = 1;
    keep_only($task, undef);
    delete $task->{main};
    delete $active{$task->{id}};
    reserve($task, 0);
}

sub since {
    return sprintf '%.1f', ($clock->() - $_[0]{began}) * 1000;
}

sub local_of {
    my $task = $_[0];
    for my $sock ($task->{main} ? $task->{main} : (), values %{$task->{socks}}) {
        my $address = address_of(getsockname $sock->{handle});
        return $address if defined $address;
    }
    return undef;
}

sub about {
    my $task = $_[0];
    my ($ms, $local) = (since($task), quoted(local_of($task)));
    return qq("id":$task->{id},"ms":$ms,"local":$local,"tries":$task->{said_tries});
}

sub finish {
    my ($task, $outcome, $more) = @_;
    return if $task->{over};
    my $about = about($task);
    leave($task);
    emit(qq({$about,"outcome":"$outcome") . (defined $more ? ",$more" : '') . '}');
}

# A socket bound to the source, on its way to the target; nothing, and the task may be over, when there is none.
sub open_socket {
    my $task = $_[0];
    my $first = $task->{tried} == 0;
    $task->{last_try} = $clock->();
    my $v6 = $task->{host} =~ /:/;
    if ($v6 && !$AF_INET6) {
        finish($task, 'cannot', message("the node's Perl does not know IPv6"));
        return undef;
    }
    my $handle;
    if (!socket $handle, $v6 ? $AF_INET6 : PF_INET, $task->{udp} ? SOCK_DGRAM : SOCK_STREAM, 0) {
        finish($task, $NO_FAMILY->{$!+0} ? 'cannot' : 'error', message("no socket on the node: $!")) if $first;
        return undef;
    }
    fcntl $handle, F_SETFL, fcntl($handle, F_GETFL, 0) | O_NONBLOCK;
    setsockopt $handle, $v6 ? 41 : 0, $v6 ? 25 : 11, pack('i', 1) if $ERROR_QUEUE;
    if (defined $task->{source}) {
        # Ports are chosen with the connection, not with the address: a port may then serve several targets.
        setsockopt $handle, 0, 24, pack('i', 1) if $LINUX;
        if (!bind $handle, packed_address(0, $task->{source})) {
            my $why = "$!";
            close $handle;
            finish($task, 'cannot', message("the node cannot send from $task->{source}: $why")) if $first;
            return undef;
        }
    }
    $task->{tried}++;
    $task->{last_try} = $clock->();
    $task->{said_tries} = $task->{tried} if !$task->{udp};
    my $sock = { handle => $handle, fd => fileno($handle), task => $task, since => $task->{last_try}, which => $task->{tried} };
    $task->{socks}{$sock->{fd}} = $sock;
    $owner{$sock->{fd}} = $sock;
    if (!connect $handle, packed_address($task->{port}, $task->{host})) {
        my $number = $! + 0;
        if (!$BUSY->{$number}) {
            fail($task, $sock, $number);
            return undef;
        }
    }
    return $sock;
}

sub open_try {
    my $task = $_[0];
    my $sock = open_socket($task);
    watch($sock, 0, 1) if $sock;
    $task->{gap} = spacing($task->{host}, wait_for($task)) * chance();
}

sub start {
    my $task = $_[0];
    $active{$task->{id}} = $task;
    reserve($task, $task->{udp} ? 1 : $policy{tries});
    $task->{began} = $clock->();
    if (!$task->{udp}) {
        $task->{state} = 'connecting';
        return open_try($task);
    }
    $task->{state} = 'exchanging';
    $task->{main} = open_socket($task);
    send_next($task) if $task->{main};
}

# Does what is due, also when the answers of others have brought it forward; tells when something is due next.
sub next_moment {
    my ($task, $now) = @_;
    if ($task->{state} ne 'connecting') {
        my $again = may_send_again($task);
        if ($now >= $task->{deadline}) { expired($task) }
        elsif ($again && $now >= $task->{send_again_at}) {
            resend($task);
            $again = may_send_again($task);
        }
        return $again && $task->{send_again_at} < $task->{deadline} ? $task->{send_again_at} : $task->{deadline};
    }
    my $host = $task->{host};
    my $wait = wait_for($task);
    my $all_tried = $task->{tried} >= $policy{tries};
    my $gap = spacing($host, $wait);
    $task->{gap} = $gap if $gap < $task->{gap};
    my $next_try = $task->{last_try} + $task->{gap};
    my $at_most = $task->{began} + $task->{longest};
    my $end = $at_most;
    # Not before every try was made: this machine may have been held up for longer than the wait.
    if ($all_tried) {
        $end = $task->{last_try} + $policy{last_round_trips} * slowest_for($host);
        $end = $task->{began} + $wait if $task->{began} + $wait > $end;
        $end = $at_most if $at_most < $end;
    }
    $end = $at_most + $GRACE if $now >= $end && is_missing_neighbour($host, $answers == 0);
    if ($now >= $end) { expired($task) }
    elsif (!$all_tried && $now >= $next_try) {
        open_try($task);
        $next_try = $task->{last_try} + $task->{gap};
    }
    return $all_tried || $end < $next_try ? $end : $next_try;
}

sub begin_wait {
    my $task = $_[0];
    $task->{deadline} = $clock->() + $task->{longest} + ($task->{udp} && !@{$task->{replies}} ? $GRACE : 0);
}

# The target itself answered over TCP: what others of its host, and of the path, learn from it.
sub target_answered {
    my ($task, $sock) = @_;
    $task->{said_tries} = $sock->{which};
    my $seconds = $came_at - $sock->{since};
    sample($task->{host}, $seconds > 0 ? $seconds : 0, $sock->{which}) if is_elsewhere($task);
}

# The target itself answered over UDP, and may have thought about it.
sub target_is_there {
    my $task = $_[0];
    heard($task->{host}, $clock->() - $task->{began}) if !@{$task->{replies}} && $task->{sends} == 1 && is_elsewhere($task);
}

sub is_elsewhere {
    my $local = local_of($_[0]);
    return !defined $local || $local ne $_[0]{host};
}

# Errors

sub queued_error {
    my ($task, $sock) = @_;
    return 0 if !$ERROR_QUEUE;
    for (1 .. 4) {
        my $entry = queue_entry($sock->{fd});
        return 0 if !$entry;
        my ($type, $code, $sender) = @$entry;
        if ($type == 3 && $code == 3) {
            target_is_there($task) if $task->{udp} && $sender eq $task->{host};
            finish($task, 'refused', '"sender":' . quoted($sender));
        }
        elsif ($type == 3 && $code != 4) { finish($task, 'icmp', qq("code":$code,"sender":) . quoted($sender)) }
        elsif ($type == 11) { finish($task, 'unreachable', '"errno":' . quoted("time exceeded, said by $sender")) }
        return 1 if $task->{over};
    }
    return 0;
}

sub fail {
    my ($task, $sock, $number) = @_;
    return if queued_error($task, $sock);
    my $name = errno_name($number);
    return end_relay($task, "connection lost: $name") if $task->{state} eq 'relaying';
    return conclude($task, "connection lost: $name") if $task->{state} eq 'exchanging' && !$task->{udp};
    if ($name eq 'ECONNREFUSED') {
        target_answered($task, $sock) if !$task->{udp};
        finish($task, 'refused', '"sender":null');
    }
    elsif ($NO_WAY->{$number}) { finish($task, 'unreachable', '"errno":' . quoted($name)) }
    elsif ($name eq 'ETIMEDOUT') { finish($task, 'silent') }
    elsif ($name eq 'EACCES' || $name eq 'EPERM') {
        finish($task, 'error', message("the node's own system does not let it send there: $name"));
    }
    else { finish($task, 'error', message($name)) }
}

sub conclude {
    my ($task, $why) = @_;
    take($task, $task->{buffer}) if length $task->{buffer};
    if (@{$task->{replies}}) { finish_answered($task) }
    elsif ($task->{udp}) { finish($task, 'silent') }
    else { finish($task, 'connected-only', message($why)) }
}

sub finish_answered {
    my $task = $_[0];
    # Read after the last reply: with the time that it took, it tells how far the clocks are apart.
    my $time = time_of_day();
    my $stamp = defined $time ? sprintf ',"answeredAt":%.1f', $time * 1000 : '';
    finish($task, 'answered', '"replies":[' . join(',', @{$task->{replies}}) . "]$stamp");
}

sub expired {
    my $task = $_[0];
    for my $sock (values %{$task->{socks}}) { return if queued_error($task, $sock) }
    if ($task->{state} eq 'connecting') { finish($task, 'silent') }
    elsif ($task->{state} eq 'relaying') { end_relay($task, 'it took too long') }
    else { conclude($task, sprintf 'no answer in %g s', $task->{longest}) }
}

# Connected

sub connected {
    my ($task, $sock) = @_;
    $task->{main} = $sock;
    target_answered($task, $sock);
    keep_only($task, $sock);
    reserve($task, 1);
    return finish($task, 'connected') if $task->{kind} eq 'connect';
    if ($task->{kind} eq 'relay') {
        $task->{state} = 'relaying';
        # Our own side ends it before.
        $task->{deadline} = $clock->() + 3 * $task->{longest} + 10;
        emit('{' . about($task) . ',"relay":"open"}');
        return watch($sock, 1, 0);
    }
    $task->{state} = 'exchanging';
    send_next($task);
}

# Payloads and replies

sub send_next {
    my $task = $_[0];
    if ($task->{udp} && $task->{sent} && $task->{sends} > 1) {
        # A late answer to an earlier payload must not pass for one to this.
        keep_only($task, undef);
        $task->{main} = open_socket($task);
        return $task->{over} ? undef : conclude($task, 'no socket on the node') if !$task->{main};
    }
    $task->{out} = $task->{payloads}[$task->{sent}++];
    $task->{sends} = 1;
    $task->{buffer} = '';
    begin_wait($task);
    plan_resend($task);
    send_out($task);
}

sub may_send_again {
    my $task = $_[0];
    return $task->{udp} && $task->{kind} eq 'exchange' && $task->{sends} < $policy{tries};
}

sub plan_resend {
    my $task = $_[0];
    $task->{send_again_at} = $clock->() + spacing($task->{host}, $task->{longest}) * chance();
}

sub resend {
    my $task = $_[0];
    $task->{sends}++;
    $task->{said_tries} = $task->{sends} if $task->{sends} > $task->{said_tries};
    $task->{out} = $task->{payloads}[$task->{sent} - 1];
    plan_resend($task);
    send_out($task);
}

sub send_out {
    my $task = $_[0];
    if (length $task->{out}) {
        my $count = send $task->{main}{handle}, $task->{out}, 0;
        if (defined $count) { substr($task->{out}, 0, $count) = '' }
        elsif (!$BUSY->{$!+0}) { return fail($task, $task->{main}, $! + 0) }
    }
    watch($task->{main}, 1, length $task->{out} ? 1 : 0);
}

sub whole_length {
    my ($framing, $data) = @_;
    my ($kind, $first, $second) = @$framing;
    my $length = length $data;
    if ($kind eq 'length') {
        return undef if $length < $first;
        return $first + (unpack($first == 2 ? 'n' : 'N', $data) & $second);
    }
    if ($kind eq 'ber') {
        return undef if $length < 2;
        my $count = ord substr $data, 1, 1;
        return 2 + $count if $count < 0x80;
        $count &= 0x7f;
        return $length if $count == 0 || $count > 4;
        return undef if $length < 2 + $count;
        return 2 + $count + hex unpack 'H*', substr $data, 2, $count;
    }
    if ($kind eq 'until') {
        my $at = index $data, pack('H*', $first);
        return $at < 0 ? undef : $at + length($first) / 2;
    }
    return $length;
}

sub take {
    my ($task, $data) = @_;
    my $bytes = unpack 'H*', substr $data, 0, $MOST_REPLY;
    push @{$task->{replies}}, sprintf '[%d,"%s",%s]', $task->{sent} - 1, $bytes, quoted($task->{host});
}

sub replied {
    my ($task, $data) = @_;
    $task->{buffer} = '';
    take($task, $data);
    my $stop = $task->{stop};
    my $enough = $stop && length $data > $stop->[0] && $stop->[2]{ord(substr $data, $stop->[0], 1) & $stop->[1]};
    if ($enough || $task->{sent} >= @{$task->{payloads}}) { finish_answered($task) }
    else { send_next($task) }
}

sub receive {
    my ($task, $sock) = @_;
    my $data = '';
    if (!defined recv $sock->{handle}, $data, 65535, 0) {
        my $number = $! + 0;
        # An entry of the error queue alone makes a socket readable as well.
        if ($BUSY->{$number}) { queued_error($task, $sock) } else { fail($task, $sock, $number) }
        return;
    }
    return relay_out($task, $data) if $task->{state} eq 'relaying';
    if ($task->{udp}) {
        target_is_there($task);
        return replied($task, $data);
    }
    return conclude($task, 'closed without an answer') if !length $data;
    $task->{buffer} .= $data;
    my $length = whole_length($task->{framing}, $task->{buffer});
    if (defined $length && $length <= length $task->{buffer}) { replied($task, substr $task->{buffer}, 0, $length) }
    elsif (length $task->{buffer} >= $MOST_REPLY) { replied($task, $task->{buffer}) }
}

# Bytes carried for our own side, which speaks the protocol

sub relay_out {
    my ($task, $data) = @_;
    return end_relay($task, undef) if !length $data;
    $task->{relayed} += length $data;
    return end_relay($task, 'the peer sends without end') if $task->{relayed} > $MOST_RELAYED;
    emit(qq({"id":$task->{id},"relay":"data","data":") . unpack('H*', $data) . '"}');
}

sub end_relay {
    my ($task, $why) = @_;
    leave($task);
    emit(qq({"id":$task->{id},"relay":"end",) . message($why) . '}');
}

my $inbox = '';

sub read_commands {
    my $count = sysread STDIN, $inbox, 65536, length $inbox;
    return if !defined $count && $BUSY->{$!+0};
    # Its end is the session's end.
    hard_exit(3) if !$count || length $inbox > 1048576;
    while ($inbox =~ s/^([^\n]*)\n//) {
        my ($word, $id, $data) = split / /, $1;
        my $task = $active{$id};
        next if !$task || $task->{state} ne 'relaying';
        if ($word eq 'close') { leave($task) }
        elsif ($word eq 'data') {
            $task->{out} .= pack 'H*', $data;
            if (length $task->{out} > $MOST_WAITING) { end_relay($task, 'the peer takes nothing') }
            else { send_out($task) }
        }
    }
}

# The loop

sub ready {
    my ($task, $sock, $can_read, $can_write) = @_;
    if ($task->{state} eq 'connecting') {
        my $number = unpack 'i', getsockopt $sock->{handle}, SOL_SOCKET, SO_ERROR;
        if ($number) { fail($task, $sock, $number) }
        elsif (defined getpeername $sock->{handle}) { connected($task, $sock) }
        else { queued_error($task, $sock) }
        return;
    }
    send_out($task) if $can_write && length $task->{out};
    receive($task, $sock) if $can_read && !$task->{over};
}

my $NEVER = 9e99;

# Does a task's work; what goes wrong in it ends that task alone.
sub step {
    my ($task, $work, @more) = @_;
    my $result = $NEVER;
    eval { $result = $work->($task, @more); 1 } or do {
        my $why = 'the probe failed: ' . substr $@, 0, 200;
        if ($task->{state} ne 'relaying') { finish($task, 'error', message($why)) }
        elsif (!$task->{over}) { end_relay($task, $why) }
    };
    return $task->{over} || !defined $result ? $NEVER : $result;
}

sub most_sockets {
    my $most = eval { require POSIX; POSIX::sysconf(POSIX::_SC_OPEN_MAX()) } || 256;
    return $most > 64 ? $most - 32 : 16;
}

my $reads = $ERROR_QUEUE ? 'true' : 'false';
emit(qq({"hello":1,"perl":") . sprintf('%vd', $^V) . qq(","errorQueue":$reads}));
@waiting = sort { $a->{start} <=> $b->{start} || $a->{id} <=> $b->{id} } @waiting;
my $most = most_sockets();
vec($readable, 0, 1) = 1;

sub may_start {
    my $now = $_[0];
    return 0 if !@waiting || keys %active >= $at_once;
    # Every check may need all of its tries at once.
    return 0 if %active && $reserved + $policy{tries} > $most;
    return $began + $waiting[0]{start} <= $now ? 1 : 0;
}

my ($looked, $look, $now) = ($began, $began, $began);
while (@waiting || %active) {
    for (1 .. $BATCH) {
        last if !may_start($now);
        my $task = shift @waiting;
        step($task, sub { start($task); undef });
        next if $task->{over};
        my $moment = step($task, \&next_moment, $now);
        $look = $moment if $moment < $look;
    }
    last if !@waiting && !%active;
    flush_said();
    my $moment = $look < $end ? $look : $end;
    if (may_start($NEVER)) {
        my $next = $began + $waiting[0]{start};
        $moment = $next if $next < $moment;
    }
    # Timers go by the time before the look at the sockets: what has come by then counts, however long a write took.
    $now = $clock->();
    my $wait = $moment - $now;
    my ($read, $write) = ($readable, $writable);
    my $count = select $read, $write, undef, $wait > 0 ? $wait + 0.001 : 0;
    if ($count > 0) {
        $came_at = $clock->();
        my ($found, $fd) = (unpack('b*', $read | $write), -1);
        while (($fd = index $found, '1', $fd + 1) >= 0) {
            if ($fd == 0) {
                read_commands();
                next;
            }
            my $sock = $owner{$fd} or next;
            step($sock->{task}, sub { ready($sock->{task}, $sock, vec($read, $fd, 1), vec($write, $fd, 1)); undef });
        }
        $look = $looked + $TICK if $looked + $TICK < $look;
    }
    if ($now >= $end) {
        flush_said();
        hard_exit(2);
    }
    if ($now >= $look) {
        ($looked, $look) = ($now, $end);
        for my $task (values %active) {
            my $moment = step($task, \&next_moment, $now);
            $look = $moment if $moment < $look;
        }
    }
}
emit('{"done":1}');
flush_said();
hard_exit(0);
`.trimStart();
