/* Hand-written pools in C whose makers do more than make an object. */
#include "pool.h"

void* malloc(unsigned long size);
int open(const char* path, int flags, ...);
char* getenv(const char* name);
int atexit(void (*function)(void));
unsigned usleep(unsigned microseconds);
void syslog(int priority, const char* format, ...);
long time(long* out);
static int last_number;
static const char* last_name;
static void leave(void) {}

struct input;
static struct input* make_input(void);
struct input {
  struct input* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct input* free_inputs; /* warn: opens a file descriptor: it calls open() */
struct input* get_input(void) {
  struct input* object = free_inputs;
  if (object) {
    free_inputs = object->next;
    return object;
  }
  return make_input();
}
void put_input(struct input* object) {
  object->next = free_inputs;
  free_inputs = object;
}
static struct input* make_input(void) {
  struct input* object = malloc(sizeof *object);
  object->number = open("/dev/urandom", 0);
  return object;
}

struct setting;
static struct setting* make_setting(void);
struct setting {
  struct setting* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct setting* free_settings; /* warn: reads the environment: it calls getenv() */
struct setting* get_setting(void) {
  struct setting* object = free_settings;
  if (object) {
    free_settings = object->next;
    return object;
  }
  return make_setting();
}
void put_setting(struct setting* object) {
  object->next = free_settings;
  free_settings = object;
}
static struct setting* make_setting(void) {
  struct setting* object = malloc(sizeof *object);
  object->name = getenv("HOME");
  return object;
}

struct stamp;
static struct stamp* make_stamp(void);
struct stamp {
  struct stamp* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct stamp* free_stamps; /* warn: reads the clock: it calls time() */
struct stamp* get_stamp(void) {
  struct stamp* object = free_stamps;
  if (object) {
    free_stamps = object->next;
    return object;
  }
  return make_stamp();
}
void put_stamp(struct stamp* object) {
  object->next = free_stamps;
  free_stamps = object;
}
static struct stamp* make_stamp(void) {
  struct stamp* object = malloc(sizeof *object);
  object->number = (int)time(0);
  return object;
}

struct exit;
static struct exit* make_exit(void);
static void at_the_end(void) {
  atexit(leave);
}
struct exit {
  struct exit* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct exit* free_exits; /* warn: it calls atexit() */
struct exit* get_exit(void) {
  struct exit* object = free_exits;
  if (object) {
    free_exits = object->next;
    return object;
  }
  return make_exit();
}
void put_exit(struct exit* object) {
  object->next = free_exits;
  free_exits = object;
}
static struct exit* make_exit(void) {
  struct exit* object = malloc(sizeof *object);
  at_the_end();
  return object;
}

struct nap;
static struct nap* make_nap(void);
struct nap {
  struct nap* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct nap* free_naps; /* warn: it calls usleep() */
struct nap* get_nap(void) {
  struct nap* object = free_naps;
  if (object) {
    free_naps = object->next;
    return object;
  }
  return make_nap();
}
void put_nap(struct nap* object) {
  object->next = free_naps;
  free_naps = object;
}
static struct nap* make_nap(void) {
  struct nap* object = malloc(sizeof *object);
  usleep(10);
  return object;
}

struct named;
static struct named* make_named(void);
struct named {
  struct named* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct named* free_nameds; /* warn: changes global state */
struct named* get_named(void) {
  struct named* object = free_nameds;
  if (object) {
    free_nameds = object->next;
    return object;
  }
  return make_named();
}
void put_named(struct named* object) {
  object->next = free_nameds;
  free_nameds = object;
}
static struct named* make_named(void) {
  struct named* object = malloc(sizeof *object);
  last_name = object->name;
  return object;
}

struct loud;
static struct loud* make_loud(void);
struct loud {
  struct loud* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct loud* free_louds; /* warn: it calls syslog() */
struct loud* get_loud(void) {
  struct loud* object = free_louds;
  if (object) {
    free_louds = object->next;
    return object;
  }
  return make_loud();
}
void put_loud(struct loud* object) {
  object->next = free_louds;
  free_louds = object;
}
static struct loud* make_loud(void) {
  struct loud* object = malloc(sizeof *object);
  syslog(1, "made");
  return object;
}

struct clean_zero;
static struct clean_zero* clean_make_zero(void);
struct clean_zero {
  struct clean_zero* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct clean_zero* clean_free_zeros;
struct clean_zero* clean_get_zero(void) {
  struct clean_zero* object = clean_free_zeros;
  if (object) {
    clean_free_zeros = object->next;
    return object;
  }
  return clean_make_zero();
}
void clean_put_zero(struct clean_zero* object) {
  object->next = clean_free_zeros;
  clean_free_zeros = object;
}
static struct clean_zero* clean_make_zero(void) {
  struct clean_zero* object = malloc(sizeof *object);
  object->number = 0;
  return object;
}

struct clean_filled;
static struct clean_filled* clean_make_filled(void);
struct clean_filled {
  struct clean_filled* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct clean_filled* clean_free_filleds;
struct clean_filled* clean_get_filled(void) {
  struct clean_filled* object = clean_free_filleds;
  if (object) {
    clean_free_filleds = object->next;
    return object;
  }
  return clean_make_filled();
}
void clean_put_filled(struct clean_filled* object) {
  object->next = clean_free_filleds;
  clean_free_filleds = object;
}
static struct clean_filled* clean_make_filled(void) {
  struct clean_filled* object = malloc(sizeof *object);
  memset(object, 0, sizeof *object);
  return object;
}

struct clean_reader;
static struct clean_reader* clean_make_reader(void);
struct clean_reader {
  struct clean_reader* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct clean_reader* clean_free_readers;
struct clean_reader* clean_get_reader(void) {
  struct clean_reader* object = clean_free_readers;
  if (object) {
    clean_free_readers = object->next;
    return object;
  }
  return clean_make_reader();
}
void clean_put_reader(struct clean_reader* object) {
  object->next = clean_free_readers;
  clean_free_readers = object;
}
static struct clean_reader* clean_make_reader(void) {
  struct clean_reader* object = malloc(sizeof *object);
  object->number = last_number;
  return object;
}

struct clean_careful;
static struct clean_careful* clean_make_careful(void);
struct clean_careful {
  struct clean_careful* next;
  char bytes[100];
  int number;
  const char* name;
};
static struct clean_careful* clean_free_carefuls;
struct clean_careful* clean_get_careful(void) {
  struct clean_careful* object = clean_free_carefuls;
  if (object) {
    clean_free_carefuls = object->next;
    return object;
  }
  return clean_make_careful();
}
void clean_put_careful(struct clean_careful* object) {
  object->next = clean_free_carefuls;
  clean_free_carefuls = object;
}
static struct clean_careful* clean_make_careful(void) {
  struct clean_careful* object = malloc(sizeof *object);
  if (!object) abort();
  return object;
}

struct clean_user {
  struct clean_user* next;
  char bytes[100];
  int number;
};
static struct clean_user* clean_free_users;
struct clean_user* clean_get_user(void) {
  struct clean_user* object = clean_free_users;
  if (object) {
    clean_free_users = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void clean_put_user(struct clean_user* object) {
  object->next = clean_free_users;
  clean_free_users = object;
}

/* A user of it, not its maker. */
void clean_user_work(void) {
  struct clean_user* object = clean_get_user();
  syslog(1, "used");
  clean_put_user(object);
}
