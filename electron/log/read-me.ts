/** What every bundle says of itself. English, whoever sends it: the people who read it are those who develop the program. */
export const readMe = `Gatecheck support bundle
========================

Made by the Gatecheck program on the sender's computer. Nothing was sent by the program: a person read these files, left out
what they did not want to give away, saved the rest as this zip archive, and sent it.

What is inside (the sender may have left out any of these):

versions.json       The version of Gatecheck and of what it runs on: Electron, Chromium, Node.js, the operating system.
settings.json       Text size, language and place of the window. No identity, no key, no name.
runs.json           Of each run and report that is kept: when it was made, how it ended, how many checks it had. No site, no
                    customer, no node.
formats.json        The versions of the file formats that this Gatecheck reads and writes.
self-check.json     What the program found when it looked at itself: whether it can write where it keeps things, whether its parts
                    are there, how much memory is free.
log.jsonl           The log: one line for each thing that the program did, in JSON. See below.
what-happened.txt   What the sender typed. It is not changed in any way.

About the log
-------------

The log never holds free text. A line is made of words of the program, numbers, and sentences of the program whose values are
left out: "[host] did not answer within 3 s". Names, addresses, host names, user names and paths of the customer are
written as numbers, as node-1 or address-3. The same thing has the same number until the program ends. Which thing has which
number is nowhere kept.

at      UTC with milliseconds
level   info, warning or error
part    main: windows and menu. wizard: files, SSH, checks, documents.
event   what happened; the other fields belong to it. "ms" is how long it took.
`;
