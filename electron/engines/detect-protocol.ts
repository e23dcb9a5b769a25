/**
 * How the program asks a node about itself: one shell script on standard input, one round trip. No temporary file is
 * needed (some shells want one for a here-document), and nothing of the data is read by a shell as text of a command.
 *
 *     command   DETECT_COMMAND, always the same text
 *     stdin     1. the script (detect-script.ts), up to the line `#gatecheck`
 *               2. the data, one item a line:
 *                    `nonce NONCE`
 *                    `name NAME SOURCE…`      resolve it, and ask for the ways to its addresses; SOURCE: an address, or `-`
 *                    `routes`                 the rest is questions to `ip`, as they are:
 *                    `route get ADDRESS`
 *                    `route get ADDRESS from SOURCE`
 *     stdout    lines `NONCE WORD FIELD…`, fields divided by one space:
 *                 `begin`
 *                 `clock SECONDS`                   since 1970, with a fraction where date knows one
 *                 `system TEXT`                     uname -sr
 *                 `connection CLIENT SERVER`        addresses of this SSH session as the node sees them
 *                 `tool NAME`                       ss, getent, ping, ...: what is there
 *                 `python VERSION PATH`             one that has the modules which our script needs
 *                 `perl PATH VERSION MODULES`       MODULES: those that load, with commas between
 *                 `netcat PATH HELP`                HELP: what it prints for -h, white space made single; PATH may be busybox
 *                 `bash PATH`                       one that opens /dev/tcp
 *                 `timeout WORDS`                   how timeout is called: words before the seconds
 *                 `sockets proc|ss`                 how the socket table can be read
 *                 `resolves TOOL`                   what resolves names; `none`: nothing does
 *                 `name NAME ADDRESS`               one line for each address
 *                 `noname NAME`                     it does not resolve
 *                 `slowname NAME`                   before that: the resolver gave no answer in time
 *                 `asked ADDRESS SOURCE`            a question of the block `named-paths`, in their order
 *                 `block WORD …` … `endblock`       lines between them are a tool's or the kernel's own text:
 *                     `addresses`                     ip -o addr show
 *                     `networks`                      ip -o route show table all, of both families
 *                     `paths`, `named-paths`          answers to the questions, in one batch
 *                     `path ADDRESS SOURCE`           the answer to one question
 *                     `bsd-path ADDRESS`              route -n get
 *                     `ifconfig`, `netstat`, `resolv`, and the kernel's `if_inet6`, `route`, `ipv6_route`, `fib_trie`
 *                 `end`
 *               every other line (a banner, a login script) is noise and is ignored
 */

/**
 * Reads the script line by line, so that the data behind it stay on standard input: shells that read their own input in
 * blocks (dash, BusyBox) would swallow them. Plain enough for every login shell to hand on, csh included. Where the login
 * shell's path is broken, `sh` is found at its usual place.
 */
const loader =
  'n=$(printf "\\nx"); n=${n%x}; s=; while IFS= read -r l; do case $l in "#gatecheck") eval "$s"; exit 0;; esac; s=$s$l$n; done';

export const DETECT_COMMAND = `sh -c '${loader}' || /bin/sh -c '${loader}'`;

/** Divides the script from its data. */
export const END_OF_SCRIPT = '#gatecheck';

/**
 * Reads the node's sockets, of all states: as the kernel shows them (hexadecimal), else by the first tool that is there,
 * whose name stands in a line `socket-tool NAME` before its own text. Always the same text; csh hands it on, too.
 */
export const SOCKET_TABLE_COMMAND =
  "sh -c '" +
  'PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; LC_ALL=C; export PATH LC_ALL; ' +
  'if test -r /proc/net/tcp; then cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 2>/dev/null; ' +
  'else for t in "ss -tuan" "netstat -an" "sockstat -46"; do ' +
  'command -v ${t%% *} >/dev/null 2>&1 || continue; echo socket-tool ${t%% *}; $t 2>/dev/null && break; done; fi; ' +
  "echo end-of-socket-table'";
