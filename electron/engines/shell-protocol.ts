/**
 * How the program checks flows with a node's own shell and its small network tools. Two uses of one script, which comes on
 * standard input of `sh -s`; its last line calls it with a nonce. Data are sent only after the answer `ready`: a shell may
 * read further ahead than its script goes.
 *
 *     command   SHELL_COMMAND, always the same text
 *     stdin     the script, then, line by line, fields divided by one space:
 *                 `timeout WORDS`    how the node's timeout is called
 *                 `limit SECONDS`    when the script ends by itself, whatever happens
 *                 `tcp ID FLAVOUR PATH HOST PORT SOURCE WAIT`           connects and closes; may be sent while others run
 *                 `udp ID FLAVOUR PATH HOST PORT SOURCE WAIT PAYLOAD`   one datagram; PAYLOAD: each byte as \ooo
 *                 `stream FLAVOUR PATH HOST PORT SOURCE IDLE LIMIT`     turns the channel into the connection itself
 *               FLAVOUR: of shell-tools.ts; HOST, SOURCE: addresses, SOURCE may be `-`; WAIT, IDLE, LIMIT: seconds
 *     stdout    lines `NONCE WORD FIELD…`; every other line is noise and is ignored:
 *                 `ready`
 *                 `start ID`             the tool is started now
 *                 `go ID`                bash only: it is up, and tries now
 *                 `bytes ID HEX HEX …`   a part of the reply to a datagram
 *                 `got ID`               the end of the reply, or that there is none
 *                 `exit ID CODE TEXT`    how the tool ended, and what it said on standard error
 *               behind `stream`: the bytes of the connection
 */
export const SHELL_COMMAND = 'sh -s';
