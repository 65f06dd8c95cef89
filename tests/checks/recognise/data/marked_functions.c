/* Attributes on functions of C: the pool is an argument, or hidden, or a marked variable. */
#define MARK(text) __attribute__((annotate(text)))

struct packet {
  int length;
};
struct timer { /* pool: pool of timer; origin=annotated pooled=timer pairings=all-paths */
  int due;
};
struct frame {
  int number;
};
struct depot;

MARK("pool::get(pool=0)") struct packet *draw(struct depot *depot);
MARK("pool::put(1, pool=0)") void hand_in(struct depot *depot, struct packet *packet);
MARK("pool::put(pool=0)") void hand_back(struct depot *depot, struct packet *packet);
MARK("pool::get(1, pool=0)") int draw_into(struct depot *depot, struct packet **out);
MARK("pool::consumes(0)") void transmit(struct packet *packet);
MARK("pool::reset(0)") void wipe(struct packet *packet);

MARK("pool::get") struct timer *timer_start(void);
MARK("pool::put") void timer_stop(struct timer *timer);

MARK("pool::pool") static struct frame frames[8]; /* pool: frames; origin=annotated pooled=frame pairings=all-paths */
static int next_frame;
MARK("pool::get") static struct frame *frame_next(void) {
  return &frames[next_frame++ & 7];
}
MARK("pool::put") static void frame_done(struct frame *frame) {
  frame->number = 0;
}

struct link {
  struct depot *rx; /* pool: link::rx; origin=annotated pooled=packet pairings=handed-over,all-paths reset=caller */
};

void serve(struct link *link) {
  struct packet *out;
  struct packet *packet = draw(link->rx); /* get: link::rx */
  packet->length = 1;
  transmit(packet);
  if (draw_into(link->rx, &out) == 0) { /* get: link::rx */
    wipe(out);
    hand_in(link->rx, out); /* put: link::rx */
  }
}

void swap(struct depot *depot) {          /* pool: depot; origin=annotated pairings=all-paths */
  struct packet *packet = draw(depot);    /* get: depot */
  hand_back(depot, packet);               /* put: depot */
}

void tick(void) {
  struct timer *timer = timer_start(); /* get: pool of timer */
  timer->due = 3;
  timer_stop(timer); /* put: pool of timer */
}

void show(void) {
  struct frame *frame = frame_next(); /* get: frames */
  frame_done(frame);                  /* put: frames */
}
