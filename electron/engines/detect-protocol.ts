/**
 * How the program asks a node about itself: one shell script on standard input, one round trip.
 *
 *     command   DETECT_COMMAND, always the same text
 *     stdin     the script (detect-script.ts); its last part is a quoted here-document with the data, one item a line:
 *                 `nonce NONCE`
 *                 `route HOST SOURCE`    HOST: an address, or a name that the node resolves; SOURCE: an address, or `-`
 *     stdout    lines `NONCE WORD FIELD…`, fields divided by one space; every other line is noise and is ignored:
 *                 `begin`
 *                 `system TEXT`                     uname -sr
 *                 `connection CLIENT SERVER`        addresses of this SSH session as the node sees them
 *                 `tool NAME`                       ip, ss, getent, nc, bash, perl, ...: what is there
 *                 `python VERSION PATH`             one that has the modules which our script needs
 *                 `perl PATH VERSION MODULES`       MODULES: those that load, with commas between
 *                 `netcat PATH HELP`                HELP: what it prints for -h, white space made single; PATH may be busybox
 *                 `bash PATH`                       one that opens /dev/tcp
 *                 `timeout WORDS`                   how timeout is called: words before the seconds
 *                 `sockets proc|ss`                 how the socket table can be read
 *                 `address INTERFACE ADDRESS/PREFIX SCOPE`
 *                 `network DESTINATION INTERFACE`   a route; DESTINATION: `default`, `default6`, an address or a network
 *                 `resolver ADDRESS`
 *                 `name NAME ADDRESS`               one line for each address
 *                 `noname NAME`                     it does not resolve
 *                 `path TARGET SOURCE TEXT`         what `ip route get` says; SOURCE `-`: the node's own choice
 *                 `nopath TARGET SOURCE TEXT`       it says that there is no route
 *                 `end`
 */
export const DETECT_COMMAND = 'sh -s';

/** Reads the node's socket tables as the kernel shows them (hexadecimal, all states); always the same text. */
export const SOCKET_TABLE_COMMAND =
  'cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 2>/dev/null; echo end-of-socket-table';
