/*
 * The hard limit: a server that does nothing but write the same shared buffers to every connection, with epoll and
 * without a runtime. It makes the events of bench/event.mjs, gathers them for 20 ms, and frames each batch once.
 *
 *     cc -O2 -o epoll bench/targets/epoll.c && ./epoll
 *
 * Its first line on stdout is the port. It reads commands from stdin: `start <events per second>`, `stop`; it ends with
 * its input.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FDS = 65536, BATCH_MS = 20, FILLER = 860, MAX_BATCH = 8 << 20, MAX_EVENTS = 1024 };

/* What the kernel has not accepted yet of what was written to a connection. */
struct client {
  char *rest;
  size_t length;
  int is_open, is_reading;
};

static struct client clients[MAX_FDS];
static int open_fds[MAX_FDS], open_count, place_of[MAX_FDS];
static int epoll_fd;
static char batch[MAX_BATCH], framed[MAX_BATCH + 64], filler[FILLER + 1];

static const char head[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: keep-alive\r\n"
    "Transfer-Encoding: chunked\r\n\r\n5\r\n:ok\n\n\r\n";

static long long micros(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static void watch(int fd, unsigned events, int operation) {
  struct epoll_event event = {.events = events, .data.fd = fd};
  epoll_ctl(epoll_fd, operation, fd, &event);
}

static void forget(int fd) {
  struct client *client = &clients[fd];
  if (client->is_reading) {
    int last = open_fds[--open_count];
    open_fds[place_of[fd]] = last;
    place_of[last] = place_of[fd];
  }
  free(client->rest);
  memset(client, 0, sizeof *client);
  close(fd);
}

static void keep(int fd, const char *bytes, size_t length) {
  struct client *client = &clients[fd];
  if (client->length == 0) watch(fd, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
  client->rest = realloc(client->rest, client->length + length);
  memcpy(client->rest + client->length, bytes, length);
  client->length += length;
}

static void send_to(int fd, const char *bytes, size_t length) {
  if (clients[fd].length > 0) {
    keep(fd, bytes, length);
    return;
  }
  ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
  if (sent < 0) sent = 0;
  if ((size_t)sent < length) keep(fd, bytes + sent, length - sent);
}

static void flush(int fd) {
  struct client *client = &clients[fd];
  ssize_t sent = send(fd, client->rest, client->length, MSG_NOSIGNAL);
  if (sent <= 0) return;
  client->length -= sent;
  memmove(client->rest, client->rest + sent, client->length);
  if (client->length == 0) watch(fd, EPOLLIN, EPOLL_CTL_MOD);
}

static void accept_all(int server) {
  for (;;) {
    int fd = accept4(server, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) return;
    if (fd >= MAX_FDS) {
      close(fd);
      continue;
    }
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    clients[fd].is_open = 1;
    watch(fd, EPOLLIN, EPOLL_CTL_ADD);
  }
}

/* The first bytes of a connection are taken for a whole request; later ones are ignored. */
static void read_from(int fd) {
  char request[4096];
  ssize_t got = recv(fd, request, sizeof request, 0);
  if (got == 0 || (got < 0 && errno != EAGAIN)) {
    forget(fd);
    return;
  }
  if (got < 0 || clients[fd].is_reading) return;
  clients[fd].is_reading = 1;
  place_of[fd] = open_count;
  open_fds[open_count++] = fd;
  send_to(fd, head, sizeof head - 1);
}

static void write_batch(long long from, long long to) {
  size_t length = 0;
  for (long long n = from; n < to && length < MAX_BATCH - 2048; n++) {
    length += snprintf(batch + length, MAX_BATCH - length,
                       "event: message\nid: %lld\ndata: {\"$schema\":\"/bench/1.0.0\",\"meta\":{\"stream\":\"bench\","
                       "\"domain\":\"bench.example.org\",\"dt\":\"2026-01-01T00:00:00Z\"},\"made\":\"%lld@%lld\","
                       "\"text\":\"%s\"}\n\n",
                       n, n, micros(), filler);
  }
  size_t size = sprintf(framed, "%zx\r\n", length);
  memcpy(framed + size, batch, length);
  memcpy(framed + size + length, "\r\n", 2);
  for (int n = open_count - 1; n >= 0; n--) send_to(open_fds[n], framed, size + length + 2);
}

int main(void) {
  memset(filler, 'x', FILLER);
  int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(server, (struct sockaddr *)&address, size) < 0 || listen(server, 4096) < 0) return 1;
  getsockname(server, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);

  epoll_fd = epoll_create1(0);
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct itimerspec every = {{0, BATCH_MS * 1000000}, {0, BATCH_MS * 1000000}};
  timerfd_settime(timer, 0, &every, NULL);
  watch(server, EPOLLIN, EPOLL_CTL_ADD);
  watch(timer, EPOLLIN, EPOLL_CTL_ADD);
  watch(STDIN_FILENO, EPOLLIN, EPOLL_CTL_ADD);

  long long rate = 0, made = 0, started = 0;
  for (;;) {
    struct epoll_event events[MAX_EVENTS];
    int count = epoll_wait(epoll_fd, events, MAX_EVENTS, -1);
    for (int n = 0; n < count; n++) {
      int fd = events[n].data.fd;
      if (fd == server) {
        accept_all(server);
      } else if (fd == timer) {
        unsigned long long expirations;
        if (read(timer, &expirations, sizeof expirations) < 0 || rate == 0) continue;
        long long due = (micros() - started) * rate / 1000000;
        if (due > made) write_batch(made, due);
        made = due;
      } else if (fd == STDIN_FILENO) {
        char line[64];
        ssize_t got = read(fd, line, sizeof line - 1);
        if (got <= 0) return 0;
        line[got] = 0;
        if (sscanf(line, "start %lld", &rate) == 1) {
          started = micros();
          made = 0;
        } else {
          rate = 0;
        }
      } else if (clients[fd].is_open) {
        if (events[n].events & EPOLLOUT) flush(fd);
        if (events[n].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_from(fd);
      }
    }
  }
}
