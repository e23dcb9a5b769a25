/**
 * The script that runs on a node which has no interpreter for us (protocol: shell-protocol.ts). POSIX sh. It is one
 * function, so that the shell has read all of it before anything runs. Nothing is written to disk. A tool is told how long
 * to wait; what has no such option runs under the node's `timeout`, or under a sleeping sibling.
 */
export const SHELL_SCRIPT = String.raw`
gatecheck() {
  set -f
  unset LANGUAGE CDPATH ENV BASH_ENV
  IFS=' 	
'
  PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
  LC_ALL=C
  export PATH LC_ALL
  nonce=$1
  timeout=
  guard=
  exec 3>&1

  say() { printf '%s %s\n' "$nonce" "$1" >&3; }

  report() {
    code=$2
    head="exit $1 $2"
    set -- $3
    say "$(printf '%s %.600s' "$head" "$*")"
  }

  # Ends a process after some seconds; ended before, it leaves nothing that sleeps.
  guard() {
    trap 'kill "$sleeper"; exit 0' TERM
    sleep "$1" &
    sleeper=$!
    wait "$sleeper" && kill "$2"
  }

  bounded() {
    if [ -n "$timeout" ]; then
      $timeout "$@"
      return
    fi
    seconds=$1
    shift
    { "$@" <&6 & } 6<&0
    main=$!
    guard "$seconds" "$main" >/dev/null 2>&1 </dev/null 3>&- 5>&- &
    guard=$!
    wait "$main" 2>/dev/null
    code=$?
    kill "$guard" 2>/dev/null
    return "$code"
  }

  tool_of() {
    case $1 in
      */busybox) tool="$1 nc" ;;
      *) tool=$1 ;;
    esac
    case $2 in
      -) bind= ;;
      *) bind="-s $2" ;;
    esac
  }

  connect() {
    tool_of "$3" "$6"
    case $2 in
      openbsd*|traditional*|busybox-z) $tool -n -v -z -w "$7" $bind "$4" "$5" ;;
      ncat) $tool -n -v -w "$7" --send-only $bind "$4" "$5" ;;
      busybox-e) $tool -w "$7" "$4" "$5" -e sh -c 'echo gatecheck-connected >&2' ;;
      # Under sshd it would read the user's start-up file first. How long it was trying counts from "go".
      bash) bounded "$7" "$3" --norc -c 'echo "$2 go $3" >&3
: <>"/dev/tcp/$0/$1" && echo gatecheck-connected' "$4" "$5" "$nonce" "$1" ;;
      *) return 127 ;;
    esac
  }

  try_tcp() {
    say "start $1"
    text=$(connect "$@" 2>&1 </dev/null)
    report "$1" "$?" "$text"
  }

  send() {
    tool_of "$3" "$6"
    case $2 in
      openbsd-W*) $tool -n -u -W 1 -w "$7" $bind "$4" "$5" ;;
      openbsd*|traditional*|ncat|busybox-z) $tool -n -u -w "$7" $bind "$4" "$5" ;;
      bash) bounded "$7" "$3" --norc -c 'echo "$2 go $3" >&3
exec 4<>"/dev/udp/$0/$1" || exit; cat >&4; exec dd bs=16384 count=1 <&4' "$4" "$5" "$nonce" "$1" ;;
      *) return 127 ;;
    esac
  }

  feed() {
    printf "$2" | dd obs=65536 2>/dev/null
    # It takes the end of its input for the end of all, and it is slow to start.
    case $1 in ncat) sleep "$(($3 + 1))" ;; esac
  }

  try_udp() {
    for need in dd od cat sleep; do
      command -v "$need" >/dev/null 2>&1 && continue
      report "$1" 127 "$need is not there"
      return
    done
    # A program of its own would show the payload in the list of processes.
    case $(type printf 2>&1) in
      *builtin*) ;;
      *)
        report "$1" 127 'the shell has no printf of its own'
        return ;;
    esac
    say "start $1"
    feed "$2" "$8" "$7" 3>&- |
      { text=$(send "$@" 2>&1 >&5); report "$1" "$?" "$text"; } 5>&1 |
      {
        dd bs=16384 count=1 2>/dev/null | od -An -v -tx1 | while read -r line; do say "bytes $1 $line"; done
        say "got $1"
      }
  }

  stream() {
    tool_of "$2" "$5"
    exec 4>&1 3<&0
    limited=
    [ -z "$timeout" ] || limited="$timeout $7"
    # In a process that has the connection as 5 (from it) and 6 (to it). The end of our input is the end of all.
    # No cat from the connection: busybox's uses sendfile, which locks the pipe to sshd while the peer is silent, and sshd,
    # reading from it, stands still with every other session.
    relay='{ cat <&3 >&6; kill "$$" $guard; } >/dev/null 2>&1 4>&- &
exec dd bs=16384 <&5 >&4 2>/dev/null 3<&- 4>&- 5<&- 6>&-'
    # Without a timeout of the node's, what has no limit of its own gets one here.
    case $limited,$1 in
      ,bash|,busybox*|,ncat)
        guard "$7" "$$" >/dev/null 2>&1 </dev/null 3<&- 4>&- &
        guard=$!
        export guard ;;
    esac
    case $1 in
      openbsd-*q|traditional-*q) exec $tool -n -w "$6" -q 0 $bind "$3" "$4" 3<&- 4>&- ;;
      openbsd-*N) exec $tool -n -w "$6" -N $bind "$3" "$4" 3<&- 4>&- ;;
      openbsd*|traditional*) exec $tool -n -w "$6" $bind "$3" "$4" 3<&- 4>&- ;;
      ncat) exec $limited $tool -n -w "$6" $bind --sh-exec "exec 5<&0 6>&1; $relay" "$3" "$4" ;;
      busybox-e) exec $limited $tool -w "$6" "$3" "$4" -e sh -c "exec 5<&0 6>&1; $relay" ;;
      busybox-z) exec $limited $tool -n -w "$6" $bind "$3" "$4" 3<&- 4>&- ;;
      bash) exec $limited "$2" --norc -c 'exec 5<>"/dev/tcp/$0/$1" 6>&5 || exit; '"$relay" "$3" "$4" ;;
    esac
    exit 127
  }

  printf '\n'
  say ready
  while read -r word a b c d e f g h; do
    case $word in
      timeout) timeout="$a $b $c" ;;
      limit)
        guard "$a" "$$" >/dev/null 2>&1 </dev/null 3>&- &
        guard=$! ;;
      tcp) try_tcp "$a" "$b" "$c" "$d" "$e" "$f" "$g" & ;;
      udp) try_udp "$a" "$b" "$c" "$d" "$e" "$f" "$g" "$h" & ;;
      stream) stream "$a" "$b" "$c" "$d" "$e" "$f" "$g" ;;
    esac
  done
  [ -z "$guard" ] || kill "$guard"
}
`.trimStart();
