/* The flag protocol of runtime/include/pool/detail/shard.h under total store order.
 *
 * Stores of the owner go through a store buffer of its own, which empties at any time, in order; the
 * membarrier of the rotation empties it. -DNO_BARRIER takes that out, and the assertion must fail.
 * -DFENCED: there is no membarrier, the owner empties its own buffer.
 *
 * `inside` counts who is at the contents of the shard. The model asserts that it is never two.
 */
#define BUFFER 4
#define BUSY 0
#define CTL 1

byte memory[2];
chan buffer = [BUFFER] of { byte, byte };  /* the owner's stores that others do not see yet */
byte inside = 0;
byte rounds = 0;

/* The owner's own load: the youngest store of its buffer wins. Only BUSY is ever buffered, and the
 * owner reads CTL alone, so a load of CTL comes from memory. */
proctype drain() {
  byte where, value;
end:
  do
  :: atomic { buffer?where, value -> memory[where] = value }
  od
}

proctype owner() {
  byte turn = 0;
  byte seen;
  do
  :: turn < 3 ->
     turn++;
     buffer!BUSY, 1;
#ifdef FENCED
     (len(buffer) == 0);
#endif
     seen = memory[CTL];
     if
     :: seen == 0 ->
        inside++;
        assert(inside == 1);
        inside--
     :: else -> skip  /* held: keeps off */
     fi;
     buffer!BUSY, 0
  :: turn == 3 -> break
  od
}

/* The rotation's own store is visible at once: it is a read-modify-write. */
proctype rotation() {
  byte turn = 0;
  do
  :: turn < 2 ->
     turn++;
     memory[CTL] = 1;
#ifndef NO_BARRIER
#ifndef FENCED
     (len(buffer) == 0);
#endif
#endif
     if
     :: memory[BUSY] == 0 ->
        inside++;
        assert(inside == 1);
        inside--
     :: else -> skip  /* busy: asked instead, never waited for */
     fi;
     memory[CTL] = 0
  :: turn == 2 -> break
  od
}

init {
  atomic {
    run drain();
    run owner();
    run rotation()
  }
}
