// Pools of objects that are one request.
#include "pool.h"

struct Session {
  long session_id;
  char token[32];
  long expires;
};
static Pool<Session> sessions;  // warn: the identity of one request: 'session_id' and 'token'

struct Trace {
  unsigned long traceId;
  unsigned long spanId;
  unsigned long parentSpanId;
};
static Pool<Trace> traces;  // warn: 'traceId', 'spanId' and 'parentSpanId'

class Context {
 public:
  Context* next;

 private:
  long m_requestId;
  long m_userId;
  int m_flags;
};
static Pool<Context> contexts;  // warn: 'm_requestId' and 'm_userId'

struct Named {
  long user_id;
  const char* user_name;
};
struct Login : Named {
  char password[32];
  int attempts;
};
static Pool<Login> logins;  // warn: 'user_id', 'user_name' and 'password'

struct Transaction {
  long transaction_id_;
  long tenant_id_;
};
static Pool<Transaction> transactions;  // warn: 'transaction_id_' and 'tenant_id_'

// A container that happens to know whom it serves.
struct Parser {
  char buffer[4096];
  int position;
  long request_id;
};
static Pool<Parser> clean_container;

// As much of anything else.
struct Work {
  long request_id;
  long user_id;
  void (*run)(void*);
  void* argument;
};
static Pool<Work> clean_even;

// One id is what many objects have.
struct Numbered {
  long request_id;
};
static Pool<Numbered> clean_one;

// Names that only look like it.
struct Tokens {
  int token_count;
  int user_data;
  int role_of_parent;
};
static Pool<Tokens> clean_other_names;

struct Person {
  const char* email;
  const char* role;
};
static Pool<Person> clean_people;

void users() {
  sessions.put(sessions.get());
  traces.put(traces.get());
  contexts.put(contexts.get());
  logins.put(logins.get());
  transactions.put(transactions.get());
  clean_container.put(clean_container.get());
  clean_even.put(clean_even.get());
  clean_one.put(clean_one.get());
  clean_other_names.put(clean_other_names.get());
  clean_people.put(clean_people.get());
}

// Names that this project's own model tells.
struct Listening {
  long streamTicket;
  int m_listener_number;
};
static Pool<Listening> listenings;  // warn: 'streamTicket' and 'm_listener_number'
void clean_listening() {
  listenings.put(listenings.get());
}
