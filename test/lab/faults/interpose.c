/*
 * Fails, or kills the process, at one file operation under one folder. Preloaded before libc: what the program asks of the
 * system goes through here first, so it is the real program that meets the fault, whatever it is written in.
 *
 * FAULT_ROOT   the folder; what lies elsewhere is left alone and not counted
 * FAULT_LOG    each counted operation as a line: number, name, path
 * FAULT_AT     the number of the operation at which it happens; 0 or absent: only counts
 * FAULT_KIND   KILL, EIO, EACCES, EROFS (this one operation), FULL (ENOSPC from here on), HALF (half of a write, then FULL)
 *
 * A program that runs through many faults arms the next one by unlinking /gatecheck-fault/AT/KIND, which never reaches the disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *root;
static size_t root_length;
static int log_fd = -1;
static atomic_long counted;
static atomic_long at;
static char kind[16];

static void arm(long where, const char *what) {
  snprintf(kind, sizeof kind, "%s", what);
  atomic_store(&counted, 0);
  atomic_store(&at, where);
}

__attribute__((constructor)) static void begin(void) {
  root = getenv("FAULT_ROOT");
  if (root == NULL) return;
  root_length = strlen(root);
  const char *log_path = getenv("FAULT_LOG");
  if (log_path != NULL)
    log_fd = (int)syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const char *where = getenv("FAULT_AT");
  const char *what = getenv("FAULT_KIND");
  arm(where == NULL ? 0 : atol(where), what == NULL ? "" : what);
}

static int is_under(const char *path) {
  return root != NULL && path != NULL && strncmp(path, root, root_length) == 0 && path[root_length] == '/';
}

enum verdict { pass, fail, half };

/*
 * Counts an operation and says what becomes of it; `takes_space`: a full disk refuses it. Closing is not among them: libuv
 * asks the kernel for that by itself.
 */
static enum verdict met(const char *name, const char *path, int takes_space) {
  long number = atomic_fetch_add(&counted, 1) + 1;
  long where = atomic_load(&at);
  if (log_fd >= 0) {
    char line[1200];
    int length = snprintf(line, sizeof line, "%ld %s %s\n", number, name, path);
    if (length > 0) syscall(SYS_write, log_fd, line, (size_t)length);
  }
  if (where == 0 || number < where) return pass;
  int now = number == where;
  if (strcmp(kind, "KILL") == 0 && now) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
  }
  if (strcmp(kind, "FULL") == 0 || (strcmp(kind, "HALF") == 0 && !now)) {
    errno = ENOSPC;
    return takes_space ? fail : pass;
  }
  if (!now) return pass;
  if (strcmp(kind, "HALF") == 0) {
    errno = ENOSPC;
    return takes_space ? half : pass;
  }
  errno = strcmp(kind, "EACCES") == 0 ? EACCES : strcmp(kind, "EROFS") == 0 ? EROFS : EIO;
  return fail;
}

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (real == NULL) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

/* The path of an open file under the folder; NULL: it is elsewhere, or no file. */
static const char *path_of(int fd, char *place, size_t size) {
  char name[40];
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  long length = syscall(SYS_readlinkat, AT_FDCWD, name, place, size - 1);
  if (length < 0) return NULL;
  place[length] = 0;
  return is_under(place) ? place : NULL;
}

static int open_any(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
  if (!is_under(path)) return real(path, flags, mode);
  int makes = (flags & O_CREAT) != 0;
  int changes = (flags & O_ACCMODE) != O_RDONLY || makes;
  if (changes && met("open", path, makes) != pass) return -1;
  return real(path, flags, mode);
}

static mode_t mode_in(int flags, va_list rest) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

#define OPEN(symbol, text) \
  int symbol(const char *path, int flags, ...) { \
    REAL(int, text, const char *, int, ...); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = mode_in(flags, rest); \
    va_end(rest); \
    return open_any(real, path, flags, mode); \
  }
OPEN(open, "open")
OPEN(open64, "open64")

#define WRITE(symbol, text, parameters, arguments, length, shorter, types) \
  ssize_t symbol parameters { \
    REAL(ssize_t, text, types); \
    char place[1024]; \
    const char *path = root == NULL ? NULL : path_of(fd, place, sizeof place); \
    if (path == NULL) return real arguments; \
    switch (met("write", path, 1)) { \
      case fail: return -1; \
      case half: if ((length) > 1) return real shorter; return -1; \
      default: return real arguments; \
    } \
  }
#define COMMA ,
WRITE(write, "write", (int fd, const void *bytes, size_t size), (fd, bytes, size), size, (fd, bytes, size / 2),
      int COMMA const void * COMMA size_t)
WRITE(pwrite, "pwrite", (int fd, const void *bytes, size_t size, off_t offset), (fd, bytes, size, offset), size,
      (fd, bytes, size / 2, offset), int COMMA const void * COMMA size_t COMMA off_t)
WRITE(pwrite64, "pwrite64", (int fd, const void *bytes, size_t size, off64_t offset), (fd, bytes, size, offset), size,
      (fd, bytes, size / 2, offset), int COMMA const void * COMMA size_t COMMA off64_t)
/* Of several pieces the first ones are written. */
WRITE(writev, "writev", (int fd, const struct iovec *pieces, int count), (fd, pieces, count), count,
      (fd, pieces, count / 2), int COMMA const struct iovec * COMMA int)

#define ON_FILE(symbol, name, takes_space) \
  int symbol(int fd) { \
    REAL(int, #symbol, int); \
    char place[1024]; \
    const char *path = root == NULL ? NULL : path_of(fd, place, sizeof place); \
    return path != NULL && met(name, path, takes_space) != pass ? -1 : real(fd); \
  }
ON_FILE(fsync, "fsync", 0)
ON_FILE(fdatasync, "fsync", 0)

#define ON_PATH(symbol, parameters, arguments, path, takes_space, types) \
  int symbol parameters { \
    REAL(int, #symbol, types); \
    return is_under(path) && met(#symbol, path, takes_space) != pass ? -1 : real arguments; \
  }
ON_PATH(rename, (const char *from, const char *to), (from, to), to, 0, const char * COMMA const char *)
ON_PATH(link, (const char *from, const char *to), (from, to), to, 1, const char * COMMA const char *)
ON_PATH(symlink, (const char *from, const char *to), (from, to), to, 1, const char * COMMA const char *)
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode), path, 1, const char * COMMA mode_t)
ON_PATH(rmdir, (const char *path), (path), path, 0, const char *)
ON_PATH(chmod, (const char *path, mode_t mode), (path, mode), path, 0, const char * COMMA mode_t)

int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  static const char door[] = "/gatecheck-fault/";
  if (strncmp(path, door, sizeof door - 1) == 0) {
    const char *next = strchr(path + sizeof door - 1, '/');
    arm(atol(path + sizeof door - 1), next == NULL ? "" : next + 1);
    return 0;
  }
  return is_under(path) && met("unlink", path, 0) != pass ? -1 : real(path);
}
