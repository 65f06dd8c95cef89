// Where pool-raw-release offers to call the wrapper.
#include "../rules/pool.h"

struct Chunk {
  int size;
  Chunk* next;
  void reset() { size = 0; }
};
static Pool<Chunk> chunks;
static void recycle(Chunk* chunk) {
  chunk->reset();
  chunks.put(chunk);
}
void first(int size) {
  Chunk* chunk = chunks.get();
  chunk->size = size;
  recycle(chunk);
}
void second(int size) {
  Chunk* chunk = chunks.get();
  chunk->size = size;
  recycle(chunk);
}
void directly(int size) {
  Chunk* chunk = chunks.get();
  chunk->size = size;
  if (size) chunks.put(chunk);  // mend: recycle(chunk)
}

struct Block {
  int size;
  void reset() { size = 0; }
};
static Pool<Block> blocks;
#define PUT(block) blocks.put(block)
static void give_back(Block* block) {
  block->reset();
  PUT(block);
}
void third(int size) {
  Block* block = blocks.get();
  block->size = size;
  give_back(block);
}
void fourth(int size) {
  Block* block = blocks.get();
  block->size = size;
  give_back(block);
}
void by_a_macro(int size) {
  Block* block = blocks.get();
  block->size = size;
  PUT(block);  // no mend
}
