/**
 * Listens on the node and holds connections from it (protocol: inbound-protocol.ts). Perl 5.8 and later with the modules
 * of its smallest package; ASCII; no single quotes are needed by the command that starts it.
 */
export const INBOUND_PERL_SCRIPT = String.raw`
use strict;
use Socket;
use Fcntl;
use Errno;
$SIG{PIPE} = 'IGNORE';
my $MOST_CLIENTS = 64;
my $CLIENT_SECONDS = 10;
my ($nonce, $end, $said) = ('', 0, 0);
my (@tasks, @clients);
binmode(STDIN);

sub emit {
    my $line = join(' ', $nonce, @_) . "\n";
    $line = "\n" . $line unless $said++;
    my $sent = syswrite(STDOUT, $line);
    exit 1 unless defined $sent;
}

sub error_name {
    my $number = $_[0] + 0;
    for my $name (keys %!) {
        my $code = eval { no strict 'refs'; &{"Errno::$name"}() };
        return $name if defined $code && $code == $number && $name !~ /^EWOULDBLOCK$/;
    }
    return 'EUNKNOWN';
}

sub packed {
    my ($address, $port) = @_;
    return pack_sockaddr_in($port, inet_aton($address)) if $address !~ /:/;
    return Socket::pack_sockaddr_in6($port, Socket::inet_pton(Socket::AF_INET6(), $address));
}

sub unpacked {
    my ($name) = @_;
    if (sockaddr_family($name) == AF_INET) {
        my ($port, $address) = unpack_sockaddr_in($name);
        return (inet_ntoa($address), $port);
    }
    my ($port, $address) = Socket::unpack_sockaddr_in6($name);
    return (Socket::inet_ntop(Socket::AF_INET6(), $address), $port);
}

sub new_socket {
    my ($address, $udp) = @_;
    my $v6 = $address =~ /:/;
    socket(my $sock, $v6 ? Socket::AF_INET6() : AF_INET, $udp ? SOCK_DGRAM : SOCK_STREAM, 0) or return undef;
    binmode($sock);
    nonblocking($sock);
    setsockopt($sock, Socket::IPPROTO_IPV6(), Socket::IPV6_V6ONLY(), 1) if $v6;
    return $sock;
}

sub nonblocking {
    my ($sock) = @_;
    fcntl($sock, F_SETFL, fcntl($sock, F_GETFL, 0) | O_NONBLOCK);
}

sub reset_socket {
    my ($sock) = @_;
    setsockopt($sock, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0));
    close($sock);
}

sub fail {
    my ($task) = @_;
    my $number = $! + 0;
    close($task->{sock}) if $task->{sock};
    $task->{sock} = undef;
    emit('failed', $task->{id}, error_name($number));
}

sub start {
    my ($task) = @_;
    my $udp = ($task->{transport} || '') eq 'udp';
    my $sock = $task->{sock} = new_socket($task->{address}, $udp);
    return fail($task) unless $sock;
    if ($task->{kind} eq 'listen') {
        bind($sock, packed($task->{address}, $task->{port})) or return fail($task);
        $udp or listen($sock, 16) or return fail($task);
        $task->{reads} = 1;
        emit('listening', $task->{id});
        return;
    }
    bind($sock, packed($task->{source}, 0)) or return fail($task);
    connect($sock, packed($task->{address}, $task->{port})) or $!{EINPROGRESS} or return fail($task);
    $task->{writes} = 1;
}

sub tag_of {
    my ($task, $line) = @_;
    return $2 || '-' if $line =~ /^\s*([0-9a-f]+)(?:[ \t]+([0-9a-zA-Z]{1,64}))?\s*$/ && $1 eq $task->{ask};
    return undef;
}

sub seen {
    my ($task, $name, $tag) = @_;
    $task->{answers}++;
    emit('seen', $task->{id}, unpacked($name), $tag);
}

sub ready_listener {
    my ($task) = @_;
    if ($task->{transport} eq 'udp') {
        my $name = recv($task->{sock}, my $data, 2048, 0);
        return unless defined $name && length $name;
        my $tag = tag_of($task, $data);
        return unless defined $tag && ($task->{answers} || 0) < $MOST_CLIENTS;
        seen($task, $name, $tag);
        send($task->{sock}, $task->{token} . "\n", 0, $name);
        return;
    }
    my $name = accept(my $sock, $task->{sock}) or return;
    return reset_socket($sock) if @clients >= $MOST_CLIENTS;
    nonblocking($sock);
    push @clients, { sock => $sock, name => $name, owner => $task, data => '', end => time + $CLIENT_SECONDS };
}

sub ready_client {
    my ($client) = @_;
    my $count = sysread($client->{sock}, my $data, 256);
    return if !defined $count && ($!{EAGAIN} || $!{EWOULDBLOCK} || $!{EINTR});
    unless ($count) { close($client->{sock}); $client->{sock} = undef; return }
    return if $client->{told};
    $client->{data} .= $data;
    if ($client->{data} =~ /^([^\n]*)\n/) {
        my $tag = tag_of($client->{owner}, $1);
        return drop($client) unless defined $tag;
        $client->{told} = 1;
        seen($client->{owner}, $client->{name}, $tag);
        defined syswrite($client->{sock}, $client->{owner}{token} . "\n") or drop($client);
    }
    elsif (length($client->{data}) > 512) { drop($client) }
}

sub drop {
    my ($client) = @_;
    reset_socket($client->{sock}) if $client->{sock};
    $client->{sock} = undef;
}

sub ready_held {
    my ($task) = @_;
    my $number = unpack('i', getsockopt($task->{sock}, SOL_SOCKET, SO_ERROR));
    if ($number) { $! = $number; return fail($task) }
    $task->{writes} = 0;
    emit('held', $task->{id}, unpacked(getsockname($task->{sock})));
}

while (1) {
    my $line = <STDIN>;
    exit 3 unless defined $line;
    my ($word, @rest) = split ' ', $line;
    $word = '' unless defined $word;
    if ($word eq 'start') { $nonce = $rest[0]; $end = time + $rest[1] / 1000 }
    elsif ($word eq 'listen') {
        push @tasks, { kind => 'listen', id => $rest[0], transport => $rest[1], address => $rest[2],
                       port => $rest[3], ask => $rest[4], token => $rest[5] };
    }
    elsif ($word eq 'hold') {
        push @tasks, { kind => 'hold', id => $rest[0], address => $rest[1], port => $rest[2], source => $rest[3] };
    }
    elsif ($word eq 'go') { last }
}
start($_) for @tasks;
while (time < $end) {
    my ($reads, $writes) = ('', '');
    vec($reads, 0, 1) = 1;
    for my $one (grep { $_->{sock} } @tasks, @clients) {
        vec($reads, fileno($one->{sock}), 1) = 1 if $one->{reads} || $one->{owner};
        vec($writes, fileno($one->{sock}), 1) = 1 if $one->{writes};
    }
    next if select(my $readable = $reads, my $writable = $writes, undef, 1) < 0;
    if (vec($readable, 0, 1)) {
        last unless sysread(STDIN, my $ignored, 4096);
    }
    for my $client (@clients) {
        ready_client($client) if $client->{sock} && vec($readable, fileno($client->{sock}), 1);
    }
    for my $task (grep { $_->{sock} } @tasks) {
        if ($task->{kind} eq 'listen') { ready_listener($task) if vec($readable, fileno($task->{sock}), 1) }
        elsif ($task->{writes} && vec($writable, fileno($task->{sock}), 1)) { ready_held($task) }
    }
    for my $client (@clients) {
        drop($client) if $client->{sock} && $client->{end} < time;
    }
    @clients = grep { $_->{sock} } @clients;
}
drop($_) for @clients;
exit 0;
`.trimStart();
