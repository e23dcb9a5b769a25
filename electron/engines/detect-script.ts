/**
 * The script that asks a node about itself (protocol: detect-protocol.ts). POSIX sh; each tool may be missing; no
 * here-document, no temporary file. What takes long (starting interpreters, resolving names) runs on the left of one pipe,
 * at the same time as the questions about interfaces and routes on its right; only the right side writes, so that no line
 * is torn. Commands take their input from /dev/null or are given the data on purpose (descriptor 3).
 */
export const DETECT_SCRIPT = `
set -f
unset LANGUAGE CDPATH ENV BASH_ENV
IFS=' 	
'
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
LC_ALL=C
RES_OPTIONS='timeout:2 attempts:2'
export PATH LC_ALL RES_OPTIONS
read -r word nonce

say() { printf '%s %s\\n' "$nonce" "$1"; }
case \${KSH_VERSION-} in *MIRBSD*|*LEGACY*) say() { print -r -- "$nonce $1"; } ;; esac
has() { command -v "$1" >/dev/null 2>&1; }
# A file of that name on the path: no function, alias or built-in command.
where() {
  found= places=$PATH:
  while [ -n "$places" ]; do
    place=\${places%%:*} places=\${places#*:}
    [ -n "$place" ] && [ -f "$place/$1" ] && [ -x "$place/$1" ] && found=$place/$1 && return 0
  done
  return 1
}

find_python() {
  for name in python3 /usr/libexec/platform-python python python2; do
    case $name in
      /*) [ -x "$name" ] || continue; found=$name ;;
      *) where "$name" || continue ;;
    esac
    version=$("$found" -E -s -S -B -c 'import binascii, json, select, socket, struct, sys
print("%d.%d.%d %s" % (sys.version_info[:3] + (sys.executable or sys.argv[1],)))' "$found" 2>/dev/null </dev/null)
    [ -n "$version" ] || continue
    python=$found
    say "python $version"
    return
  done
}

find_perl() {
  where perl || return
  perl=$found
  version=$("$found" -e 'for (qw(Socket Fcntl Errno IO::Select Time::HiRes)) { push @m, $_ if eval "require $_; 1" }
push @m, "POSIX" if !grep(/Errno/, @m) && eval "require POSIX; 1";
printf "%s %vd %s", $^X, $^V, join ",", @m' 2>/dev/null </dev/null)
  [ -z "$version" ] || say "perl $version"
}

find_netcats() {
  known=
  for name in nc nc.openbsd nc.traditional ncat netcat busybox; do
    where "$name" || continue
    for other in $known; do
      [ "$found" -ef "$other" ] 2>/dev/null && continue 2
    done
    known="$known $found"
    case $name in
      busybox) set -- $("$found" nc -h 2>&1 </dev/null) ;;
      *) set -- $("$found" -h 2>&1 </dev/null) ;;
    esac
    printf '%s netcat %s %.1500s\\n' "$nonce" "$found" "$*"
  done
}

find_shell_tools() {
  for name in ip ss netstat sockstat getent nc ncat bash perl ping; do
    has "$name" && say "tool $name"
  done
  if where bash; then
    # A service that no one knows: bash says so when it opens /dev/tcp at all. Nothing is sent.
    set -- $("$found" -c ': </dev/tcp/127.0.0.1/x' 2>&1 </dev/null)
    case "$*" in *'No such file'*|'') ;; *) say "bash $found" ;; esac
  fi
  for words in 'timeout' 'timeout -t' 'busybox timeout' 'busybox timeout -t'; do
    $words 1 true >/dev/null 2>&1 </dev/null && say "timeout $words" && break
  done
}

# The addresses of a name, one a line, as the node's own resolver gives them.
addresses_of() {
  case $resolves in
    getent)
      answer=$($limit getent ahosts "$1" 2>/dev/null </dev/null)
      case $? in
        1) answer=$($limit getent hosts "$1" 2>/dev/null </dev/null) ;; # FreeBSD's has no such database.
        124|143) say "slowname $1" >&4 ;;
      esac
      printf '%s\\n' "$answer" | while read -r address rest; do printf '%s\\n' "$address"; done ;;
    python)
      $limit "$python" -E -s -S -B -c 'import socket, sys
for item in socket.getaddrinfo(sys.argv[1], None): print(item[4][0])' "$1" 2>/dev/null </dev/null ;;
    perl)
      $limit "$perl" -MSocket=:addrinfo -e '($e, @r) = getaddrinfo($ARGV[0], "", {socktype => 1});
for (@r) { ($e, $a) = getnameinfo($_->{addr}, 1, 2); print "$a\\n" }' "$1" 2>/dev/null </dev/null ;;
    nslookup)
      for type in a aaaa; do
        $limit nslookup -type=$type "$1" 2>/dev/null </dev/null
      done | {
        named=
        while read -r word first second rest; do
          case $word,$named in
            Name:,*) named=yes ;;
            Server:,*) named= ;;
            Address:,yes) printf '%s\\n' "$first" ;;
            Address,yes) printf '%s\\n' "$second" ;;
          esac
        done
      } ;;
  esac
}

resolve() {
  name=$1 seen=' '
  shift
  for address in $(addresses_of "$name"); do
    case $seen in *" $address "*) continue ;; esac
    case $address in *[!0-9a-fA-F:.]*) continue ;; esac
    seen="$seen$address "
    say "name $name $address"
    say "asked $address -"
    for source in "$@"; do
      case $source,$address in
        -,*) ;;
        *:*,*:*) say "asked $address $source" ;;
        *:*|*,*:*) ;;
        *) say "asked $address $source" ;;
      esac
    done
  done
  [ "$seen" != ' ' ] || say "noname $name"
}

# Resolvers that do not answer shall not hold up everything else: two tries of two seconds have to do.
find_limit() {
  limit=
  for words in 'timeout 5' 'timeout -t 5' 'busybox timeout 5' 'busybox timeout -t 5'; do
    $words true >/dev/null 2>&1 </dev/null && limit=$words && return
  done
}

# $names: NAME SOURCE… / NAME SOURCE… /
resolve_all() {
  find_limit
  set -- $names
  started=0 line=
  for word in "$@"; do
    case $word in
      /)
        resolve $line 4>&1 &
        line=
        # All at once on a small machine would be too many.
        started=$((started + 1))
        [ $((started % 32)) -ne 0 ] || wait ;;
      *) line="$line $word" ;;
    esac
  done
  wait
}

# What runs beside the questions about interfaces and routes.
slow_part() {
  find_netcats &
  find_shell_tools &
  resolves=none python= perl=
  if [ -z "$names" ]; then
    find_perl &
    find_python
  elif has getent; then
    resolves=getent
    find_perl &
    find_python &
    say "resolves $resolves"
    resolve_all
  else
    find_python
    find_perl
    if [ -n "$python" ]; then resolves=python
    elif [ -n "$perl" ] && "$perl" -MSocket=getaddrinfo -e 1 >/dev/null 2>&1 </dev/null; then resolves=perl
    elif has nslookup; then resolves=nslookup
    fi
    say "resolves $resolves"
    [ $resolves = none ] || resolve_all
  fi
  wait
}

block() { say "block $1"; }
endblock() { printf '\\n'; say endblock; }

# A file of the kernel, by the shell alone; a node with very many routes is cut short.
show_file() {
  [ -r "$2" ] || return 0
  block "$1"
  count=0
  while IFS= read -r text || [ -n "$text" ]; do
    printf '%s\\n' "$text"
    count=$((count + 1))
    [ $count -lt 4000 ] || break
  done <"$2" 2>/dev/null
  endblock
}

shorten() { if has head; then head -n 4000; else while IFS= read -r text; do printf '%s\\n' "$text"; done; fi; }

# Questions on standard input, to an ip that takes one at a time.
ask_each() {
  while read -r word get address from source; do
    block "path $address \${source:--}"
    case $source in
      '') $ip -o route get "$address" 2>&1 </dev/null ;;
      *) $ip -o route get "$address" from "$source" 2>&1 </dev/null ;;
    esac
    endblock
  done
}

ask_all() {
  case $ip_kind in
    batch)
      block "$1"
      ip -o -force -batch - 2>&1
      endblock ;;
    single) ask_each ;;
    bsd)
      asked=' '
      while read -r word get address rest; do
        case $asked in *" $address "*) continue ;; esac
        asked="$asked$address "
        block "bsd-path $address"
        case $address in
          *:*) route -n get -inet6 "$address" 2>&1 </dev/null ;;
          *) route -n get "$address" 2>&1 </dev/null ;;
        esac
        endblock
      done ;;
  esac
}

interfaces_and_routes() {
  ip_kind=none
  for ip in ip 'busybox ip'; do
    has "\${ip%% *}" || continue
    addresses=$($ip -o addr show 2>/dev/null </dev/null) && [ -n "$addresses" ] || continue
    case $($ip -V 2>&1 </dev/null) in *iproute2*) ip_kind=batch ;; *) ip_kind=single ;; esac
    block addresses
    printf '%s\\n' "$addresses"
    endblock
    block networks
    { $ip -4 -o route show table all; $ip -6 -o route show table all; } 2>/dev/null </dev/null | shorten
    endblock
    return
  done
  for tool in ifconfig 'busybox ifconfig'; do
    has "\${tool%% *}" || continue
    addresses=$($tool -a 2>/dev/null </dev/null) && [ -n "$addresses" ] || continue
    block ifconfig
    printf '%s\\n' "$addresses"
    endblock
    break
  done
  if [ -r /proc/net/route ]; then
    for file in if_inet6 route ipv6_route fib_trie; do
      show_file $file /proc/net/$file
    done
    return
  fi
  case $system in *BSD*|Darwin*|DragonFly*) has route && ip_kind=bsd ;; esac
  block netstat
  { netstat -rn || route -n; } 2>/dev/null </dev/null | shorten
  endblock
}

fast_part() {
  printf '\\n'
  say begin
  say "clock $(date +%s.%N 2>/dev/null </dev/null)"
  system=$(uname -sr 2>/dev/null </dev/null)
  say "system $system"
  if [ -n "\${SSH_CONNECTION-}" ]; then
    set -- $SSH_CONNECTION
    say "connection $1 $3"
  fi
  if [ -r /proc/net/tcp ]; then say 'sockets proc'; elif has ss; then say 'sockets ss'; fi
  interfaces_and_routes
  ask_all paths <&3
  show_file resolv /etc/resolv.conf
  show_file resolv /run/systemd/resolve/resolv.conf
}

# Hands on what the left side says; the ways to the addresses that it found are asked for at the end, all at once.
names_and_tools() {
  questions=
  while IFS= read -r text; do
    printf '%s\\n' "$text"
    case $text in
      "$nonce asked "*)
        text=\${text#"$nonce asked "}
        case $text in
          *' -') questions="\${questions}route get \${text% -}
" ;;
          *) questions="\${questions}route get \${text% *} from \${text#* }
" ;;
        esac ;;
    esac
  done
  [ -z "$questions" ] || printf '%s' "$questions" | ask_all named-paths
}

names=
while read -r word rest; do
  case $word in
    name) names="$names$rest / " ;;
    routes) break ;;
  esac
done
exec 3<&0
{ slow_part; } 3<&- </dev/null | {
  fast_part
  names_and_tools
  say end
}
`.trimStart();
