/**
 * The script that asks a node about itself (protocol: detect-protocol.ts). POSIX sh; each tool may be missing. It is one
 * function, so that the shell has read all of it before anything runs; commands inside take their input from /dev/null.
 * The resolver is told to be quick: one that never answers must not hold up the rest.
 */
export const DETECT_SCRIPT = `
gatecheck() {
  set -f
  unset LANGUAGE CDPATH
  IFS=' 
'
  PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
  LC_ALL=C
  RES_OPTIONS='timeout:2 attempts:2'
  export PATH LC_ALL RES_OPTIONS
  nonce=none
  python=

  say() { printf '%s %s\\n' "$nonce" "$1"; }
  has() { command -v "$1" >/dev/null 2>&1; }

  about_itself() {
    printf '\\n'
    say begin
    say "system $(uname -sr 2>/dev/null </dev/null)"
    if [ -n "$SSH_CONNECTION" ]; then
      set -- $SSH_CONNECTION
      say "connection $1 $3"
    fi
    for tool in ip ss getent nc ncat bash perl ping; do
      has "$tool" && say "tool $tool"
    done
    for p in python3 /usr/libexec/platform-python python python2; do
      has "$p" || continue
      version=$("$p" -E -s -B -c 'import binascii, json, select, socket, struct, sys
print("%d.%d.%d %s" % (sys.version_info[:3] + (sys.executable,)))' 2>/dev/null </dev/null)
      [ -n "$version" ] || continue
      python=$p
      say "python $version"
      break
    done
    say "perl $(perl -e 'for (qw(Socket IO::Select IO::Socket::INET Fcntl POSIX Errno Time::HiRes)) { push @m, $_ if eval "require $_; 1" }
printf "%s %vd %s", $^X, $^V, join ",", @m' 2>/dev/null </dev/null)"
    for tool in nc ncat netcat nc.openbsd nc.traditional busybox; do
      has "$tool" || continue
      tool=$(command -v "$tool")
      case $tool in
        */busybox) help=$("$tool" nc -h 2>&1 </dev/null) ;;
        *) help=$("$tool" -h 2>&1 </dev/null) ;;
      esac
      set -- $help
      say "netcat $tool $(printf '%.2000s' "$*")"
    done
    if has bash; then
      set -- $(bash -c ': </dev/tcp/127.0.0.1/x' 2>&1 </dev/null)
      case "$*" in *'No such file'*|'') ;; *) say "bash $(command -v bash)" ;; esac
    fi
    if timeout 1 true 2>/dev/null </dev/null; then say 'timeout timeout'
    elif timeout -t 1 true 2>/dev/null </dev/null; then say 'timeout timeout -t'
    elif busybox timeout 1 true 2>/dev/null </dev/null; then say 'timeout busybox timeout'
    elif busybox timeout -t 1 true 2>/dev/null </dev/null; then say 'timeout busybox timeout -t'
    fi
    if [ -r /proc/net/tcp ]; then say 'sockets proc'; elif has ss; then say 'sockets ss'; fi
    if has ip; then
      ip -o addr show 2>/dev/null </dev/null | while read -r index name family address rest; do
        case $family in inet|inet6) ;; *) continue ;; esac
        case $address in */*) ;; *:*) address=$address/128 ;; *) address=$address/32 ;; esac
        scope=\${rest##*scope }
        say "address \${name%%@*} $address \${scope%% *}"
      done
      for version in 4 6; do
        ip "-$version" -o route show table all 2>/dev/null </dev/null | while read -r network rest; do
          case $network in local|broadcast|multicast|anycast) continue ;; esac
          case $network in unreachable|blackhole|prohibit|throw) network=\${rest%% *} ;; esac
          case " $rest " in *' dev '*) name=\${rest#*dev } ;; *) name=- ;; esac
          case $version,$network in 6,default) network=default6 ;; esac
          say "network $network \${name%% *}"
        done
      done
    fi
    for file in /etc/resolv.conf /run/systemd/resolve/resolv.conf; do
      [ -r "$file" ] || continue
      while read -r word address rest; do
        [ "$word" = nameserver ] && say "resolver $address"
      done <"$file"
    done
  }

  addresses_of() {
    if has getent; then
      getent ahosts "$1" 2>/dev/null </dev/null | while read -r address rest; do printf '%s\\n' "$address"; done
    elif [ -n "$python" ]; then
      "$python" -E -s -B -c 'import socket, sys
for item in socket.getaddrinfo(sys.argv[1], None): print(item[4][0])' "$1" 2>/dev/null </dev/null
    fi
  }

  ask_path() {
    if [ "$2" = - ]; then
      text=$(ip -o route get "$1" 2>&1 </dev/null)
    else
      text=$(ip -o route get "$1" from "$2" 2>&1 </dev/null)
    fi
    if [ $? -eq 0 ]; then say "path $1 $2 $text"; else say "nopath $1 $2 $text"; fi
  }

  path_to() {
    has ip || return 0
    ask_path "$1" -
    case "$1 $2" in
      *' -') ;;
      *:*' '*:*) ask_path "$1" "$2" ;;
      *:*) ;;
      *) ask_path "$1" "$2" ;;
    esac
  }

  name_and_paths() {
    seen=' '
    for address in $(addresses_of "$1"); do
      case $seen in *" $address "*) continue ;; esac
      seen="$seen$address "
      say "name $1 $address"
      path_to "$address" "$2"
    done
    [ "$seen" != ' ' ] || say "noname $1"
  }

  while read -r word first second; do
    case $word in
      nonce) nonce=$first; about_itself ;;
      route)
        case $first in
          *:*) path_to "$first" "$second" ;;
          *[!0-9.]*) name_and_paths "$first" "$second" & ;;
          *) path_to "$first" "$second" ;;
        esac ;;
    esac
  done
  wait
  say end
}
`.trimStart();
