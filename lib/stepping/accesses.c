// accesses.c -- a table of words, each with a short list of accesses.

#include "stepping/accesses.h"

#include <string.h>

#include "stepping/looking.h"
#include "stepping/room.h"
#include "stepping/turn.h"

enum {
  PAGE_WORDS = 512,
  PAGES = 1 << 13,  // of the program, each 4096 bytes
  SLOTS = 4 * PAGES,
  MARKS = 1 << 22,
  FREED_MOST = 64 * 1024  // bytes of a freed block that are kept in mind
};

typedef struct Mark {
  u32 next;  // index of the next one of the word, 0: none
  u32 at;    // the thread's own clock then
  u8 thread;
  u8 bytes;  // bit i: byte i of the word
  bool writes;
  bool is_atomic;
  u32 place;
  u32 caller;
} Mark;

typedef struct Word {
  u32 freed;  // where; 0: in use
  u32 marks;
  u8 freed_by;  // thread
} Word;

typedef struct Page {
  u64 number;  // address / 4096; 0: unused
  u32 at;      // of its words in shadow->words, in pages
} Page;

typedef struct Shadow {
  Page pages[SLOTS];  // by number, open addressing
  u32 slots[PAGES];   // where in it, in the order they came
  const Page *last;   // that was found
  u32 used_pages;
  u32 used_marks;  // cut off so far; 0 is none
  u32 free_marks;
  Word words[PAGES * PAGE_WORDS];
  Mark marks[MARKS];
} Shadow;

static Shadow *shadow;

bool accesses_open(void) {
  shadow = room_take(sizeof *shadow);
  if (shadow != NULL) {
    shadow->used_marks = 1;
  }
  return shadow != NULL;
}

void accesses_clear(void) {
  for (u32 i = 0; i < shadow->used_pages; i++) {
    shadow->pages[shadow->slots[i]].number = 0;
    memset(&shadow->words[(size_t)i * PAGE_WORDS], 0,
           PAGE_WORDS * sizeof *shadow->words);
  }
  shadow->last = NULL;
  shadow->used_pages = shadow->free_marks = 0;
  shadow->used_marks = 1;
}

static Page *page_slot(u64 number) {
  size_t at = (size_t)(number * 0x9E3779B97F4A7C15u >> 40) % SLOTS;
  while (shadow->pages[at].number != 0 && shadow->pages[at].number != number) {
    at = (at + 1) % SLOTS;
  }
  return &shadow->pages[at];
}

static Word *word_of(const Page *page, u64 address) {
  return &shadow
              ->words[(size_t)page->at * PAGE_WORDS + address / 8 % PAGE_WORDS];
}

// NULL: nothing was noted in its page.
static Word *word_at(u64 address) {
  const Page *page = page_slot(address / 4096);
  return page->number == 0 ? NULL : word_of(page, address);
}

static Word *word_make(u64 address, u64 place) {
  u64 number = address / 4096;
  if (shadow->last != NULL && shadow->last->number == number) {
    return word_of(shadow->last, address);
  }
  Page *page = page_slot(number);
  if (page->number == 0) {
    if (shadow->used_pages == PAGES) {
      run_over(VERDICT_REFUSED, place, 0,
               "the threads touch more than %d MiB of memory", PAGES / 256);
    }
    page->number = number;
    shadow->slots[shadow->used_pages] = (u32)(page - shadow->pages);
    page->at = shadow->used_pages++;
  }
  shadow->last = page;
  return word_of(page, address);
}

static u32 mark_make(u64 place) {
  u32 mark = shadow->free_marks;
  if (mark != 0) {
    shadow->free_marks = shadow->marks[mark].next;
    return mark;
  }
  if (shadow->used_marks == MARKS) {
    run_over(VERDICT_REFUSED, place, 0,
             "the threads touch too much memory at once");
  }
  return shadow->used_marks++;
}

// ---- Places ----

static bool is_known(u64 place) {
  const Places *places = &world->run->places;
  for (u32 i = 0; i < places->count; i++) {
    if (places->at[i] == place) {
      return true;
    }
  }
  return false;
}

static void note_place(u64 place) {
  Places *places = &world->run->places;
  if (!is_known(place) && places->count < PLAN_PLACES) {
    places->at[places->count++] = place;
  }
}

// A loop of plain reads, which would never end while the others stand still:
// the same read so many times, with no write in between.
static bool is_endless(const Access *access) {
  static struct {
    u64 address;
    u64 place;
    u64 step;
    u32 times;
    u32 others;
  } loop;
  enum { MANY = 5000, SELDOM = 16 };
  bool same = access->address == loop.address && access->place == loop.place;
  if (access->writes || loop.step != world->step ||
      (!same && ++loop.others > SELDOM)) {
    loop.address = access->address;
    loop.place = access->place;
    loop.step = world->step;
    loop.times = loop.others = 0;
  } else if (same) {
    loop.others = 0;
    loop.times++;
  }
  return loop.times > MANY;
}

void accesses_point(const Access *access) {
  if (!is_known(access->place)) {
    if (world->task_count == 1 || !is_endless(access)) {
      return;
    }
    note_place(access->place);
  }
  turn_point((Op){.kind = access->writes ? OP_WRITE : OP_READ,
                  .writes = access->writes,
                  .object = access->address,
                  .place = access->place});
  if (access->writes) {
    looking_changed(access->address);
  } else {
    looking_looked(access->address, access->place);
  }
}

// ---- Races ----

static void race(const Access *access, const Mark *before) {
  if (world->run->plan.goes_on) {
    note_place(access->place);
    note_place(before->place);
    return;
  }
  Run *run = world->run;
  run->object = access->address;
  run->thread[0] = (u8)world->now->id;
  run->thread[1] = before->thread;
  run->caller[0] = task_caller(world->now);
  run->caller[1] = before->caller;
  run_over(access->frees ? VERDICT_USE_AFTER_FREE : VERDICT_RACE, access->place,
           before->place, "%s %s\n",
           access->frees    ? "free"
           : access->writes ? "write"
                            : "read",
           before->writes ? "write" : "read");
}

static bool is_unordered(const Access *access, const Mark *before, u8 bytes) {
  const Task *me = world->now;
  return before->thread != me->id && (before->bytes & bytes) != 0 &&
         (before->writes || access->writes) &&
         !(before->is_atomic && access->is_atomic) &&
         before->at > me->now.of[before->thread];
}

// True if nobody needs the mark any more, once this access is kept.
static bool is_covered(const Access *access, const Mark *before, u8 bytes) {
  const Task *me = world->now;
  bool ordered = before->at <= me->now.of[before->thread];
  return (before->bytes & ~bytes) == 0 &&
         (before->thread == me->id || ordered) &&
         (access->writes || !before->writes) &&
         (!access->is_atomic || before->is_atomic);
}

static void access_word(const Access *access, u64 address, u8 bytes) {
  Word *word = word_make(address, access->place);
  if (word->freed != 0) {
    world->run->object = access->address;
    world->run->thread[0] = (u8)world->now->id;
    world->run->thread[1] = word->freed_by;
    run_over(VERDICT_USE_AFTER_FREE, access->place, word->freed, "%s free\n",
             access->frees    ? "free"
             : access->writes ? "write"
                              : "read");
  }
  u32 *at = &word->marks;
  while (*at != 0) {
    Mark *before = &shadow->marks[*at];
    if (is_unordered(access, before, bytes)) {
      race(access, before);
    }
    if (is_covered(access, before, bytes)) {
      u32 mark = *at;
      *at = before->next;
      shadow->marks[mark].next = shadow->free_marks;
      shadow->free_marks = mark;
    } else {
      at = &before->next;
    }
  }
  u32 mark = mark_make(access->place);
  shadow->marks[mark] = (Mark){.next = word->marks,
                               .at = world->now->now.of[world->now->id],
                               .thread = (u8)world->now->id,
                               .bytes = bytes,
                               .writes = access->writes,
                               .is_atomic = access->is_atomic,
                               .place = (u32)access->place,
                               .caller = task_caller(world->now)};
  word->marks = mark;
}

void accesses_note(const Access *access) {
  // Whoever is alone, and was so far, comes before all there will be.
  if (world->task_count == 1 || fiber_owns(access->address)) {
    return;
  }
  u64 end = access->address + access->size;
  for (u64 at = access->address; at < end;) {
    u64 word = at & ~(u64)7;
    u64 stop = word + 8 < end ? word + 8 : end;
    u8 bytes = (u8)(((1u << (stop - at)) - 1) << (at - word));
    access_word(access, word, bytes);
    at = stop;
  }
}

// ---- Blocks ----

static void drop_marks(Word *word) {
  while (word->marks != 0) {
    u32 mark = word->marks;
    word->marks = shadow->marks[mark].next;
    shadow->marks[mark].next = shadow->free_marks;
    shadow->free_marks = mark;
  }
}

void accesses_free(u64 address, u64 size, u64 place) {
  u64 end = address + (size < FREED_MOST ? size : FREED_MOST);
  accesses_note(&(Access){.address = address,
                          .size = end - address,
                          .writes = true,
                          .frees = true,
                          .place = place});
  for (u64 at = address; at + 8 <= end; at += 8) {
    Word *word = word_make(at, place);
    word->freed = (u32)place;
    word->freed_by = (u8)world->now->id;
  }
}

void accesses_forget(u64 address, u64 size) {
  for (u64 at = address; at + 8 <= address + size; at += 8) {
    Word *word = word_at(at);
    if (word == NULL) {  // on to the next page
      at |= 4095 - 7;
      continue;
    }
    drop_marks(word);
    word->freed = 0;
  }
}
