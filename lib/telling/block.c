// block.c -- a header in front of each block holds its place in a list.
#include "telling/block.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

typedef struct Block {
  struct Block *next;
  struct Block **place;  // what points to it; NULL: it hangs on nothing
  void (*release)(void *block);
  u64 mark;  // MARK: what was given is a block of this module
  char bytes[];
} Block;

static const u64 MARK = 0xB10C0B10C0B10C0BULL;

static Block *header(const void *bytes) {
  // The header was made by block_new and may be written; only the caller's
  // view of what follows it may be const.
  Block *block =
      (Block *)(void *)((char *)(uintptr_t)bytes - offsetof(Block, bytes));
  CHECK(block->mark == MARK);
  return block;
}

void block_owner_init(BlockOwner *owner) {
  owner->first = NULL;
}

static void hang(Block *block, BlockOwner *owner) {
  block->next = owner->first;
  block->place = &owner->first;
  if (block->next != NULL) {
    block->next->place = &block->next;
  }
  owner->first = block;
}

static void take_down(Block *block) {
  *block->place = block->next;
  if (block->next != NULL) {
    block->next->place = block->place;
  }
  block->place = NULL;
}

void *block_new(BlockOwner *owner, size_t size) {
  if (size > SIZE_MAX - sizeof(Block)) {
    return NULL;
  }
  Block *block = mem_try(sizeof(Block) + size);
  if (block == NULL) {
    return NULL;
  }
  block->mark = MARK;
  if (owner != NULL) {
    hang(block, owner);
  }
  return block->bytes;
}

char *block_text(BlockOwner *owner, const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = block_new(owner, size);
  if (copy != NULL) {
    memcpy(copy, text, size);
  }
  return copy;
}

void block_free(const void *bytes) {
  if (bytes == NULL) {
    return;
  }
  Block *block = header(bytes);
  block_hang(bytes, NULL);
  if (block->release != NULL) {
    block->release(block->bytes);
  }
  block->mark = 0;
  mem_free(block);
}

void block_check(const void *bytes) {
  if (bytes != NULL) {
    ignore(header(bytes));
  }
}

void block_hang(const void *bytes, BlockOwner *owner) {
  if (bytes == NULL) {
    return;
  }
  Block *block = header(bytes);
  if (block->place != NULL) {
    take_down(block);
  }
  if (owner != NULL) {
    hang(block, owner);
  }
}

void block_on_free(void *bytes, void (*release)(void *block)) {
  header(bytes)->release = release;
}

void block_owner_clear(BlockOwner *owner) {
  while (owner->first != NULL) {
    block_free(owner->first->bytes);
  }
}
