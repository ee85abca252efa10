// Tests of telling/field, fields, print and parse: values of every kind are
// copied, moved, freed, compared, printed and read back.
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "support.h"
#include "telling/fields.h"
#include "telling/parse.h"
#include "telling/protocol.h"

#define COLOURS(E)       \
  E(COLOUR_RED, red)     \
  E(COLOUR_GREEN, green) \
  E(COLOUR_BLUE, blue)
ENUM(Colour, COLOURS)
REF(Friend, friend)

STATE(All, (bool, flag)(i64, number)(u64, count)(f64, part)(text, name)(
               bytes, data)(ref(Friend), who)(enum(Colour), colour)(
               array(bool), flags)(array(i64), numbers)(array(u64), counts)(
               array(f64), parts)(array(text), names)(array(bytes), datas)(
               array(ref(Friend)), friends)(array(enum(Colour)), colours))
STATE(Point, (i64, x)(i64, y))
STATE(Named, (text, name))
STATE(Secret, (i64, open)(private(void *), hidden))
NO_STATE(Empty)

static const char *print(const Shape *shape, const void *values) {
  static char text[65536];
  Writer out = writer_over(text, sizeof text);
  fields_print(shape, values, NULL, &out);
  CU_ASSERT_FALSE(out.cut);
  return text;
}

// ---- Random values ----

static const char *random_text(Rng *rng) {
  if (rng_below(rng, 5) == 0) {
    return NULL;
  }
  size_t length = (size_t)rng_below(rng, 12);
  char *text = block_new(NULL, length + 1);
  for (size_t i = 0; i < length; i++) {
    text[i] = (char)(1 + rng_below(rng, 255));
  }
  return text;
}

static Bytes random_bytes(Rng *rng) {
  Bytes bytes = {NULL, (size_t)rng_below(rng, 9)};
  if (bytes.size > 0) {
    bytes.data = block_new(NULL, bytes.size);
    for (size_t i = 0; i < bytes.size; i++) {
      bytes.data[i] = (u8)rng_next(rng);
    }
  }
  return bytes;
}

static f64 random_f64(Rng *rng) {
  static const f64 edges[] = {0.0, -0.0, 0.1, 1e300, -5e-324, 1.0 / 3.0};
  u64 at = rng_below(rng, 10);
  return at < 6 ? edges[at] : (f64)(i64)rng_next(rng) / 1024.0;
}

#define FILL(array, Type, value)                                     \
  do {                                                               \
    (array).count = (size_t)rng_below(&rng, 4);                      \
    if ((array).count > 0) {                                         \
      (array).items = block_new(NULL, (array).count * sizeof(Type)); \
    }                                                                \
    for (size_t k = 0; k < (array).count; k++) {                     \
      (array).items[k] = (value);                                    \
    }                                                                \
  } while (0)

static All random_values(u64 seed) {
  Rng rng;
  rng_seed(&rng, seed);
  All all = {.flag = rng_below(&rng, 2) == 1,
             .number = (i64)rng_next(&rng),
             .count = rng_next(&rng),
             .part = random_f64(&rng),
             .name = random_text(&rng),
             .data = random_bytes(&rng),
             .who = {{rng_next(&rng)}},
             .colour = (Colour)rng_below(&rng, 3)};
  FILL(all.flags, bool, rng_below(&rng, 2) == 1);
  FILL(all.numbers, i64, (i64)rng_next(&rng));
  FILL(all.counts, u64, rng_next(&rng));
  FILL(all.parts, f64, random_f64(&rng));
  FILL(all.names, const char *, random_text(&rng));
  FILL(all.datas, Bytes, random_bytes(&rng));
  FILL(all.friends, AnyRef, ((AnyRef){{rng_next(&rng)}}));
  FILL(all.colours, u32, (u32)rng_below(&rng, 3));
  return all;
}

static void what_is_printed_reads_back_as_the_same_values(void) {
  u64 seed = test_seed();
  for (u64 i = 0; i < 2000; i++) {
    All all = random_values(seed + i);
    All again;
    memset(&again, 0, sizeof again);
    char error[512];
    Writer out = writer_over(error, sizeof error);
    bool parsed =
        fields_parse(All_shape(), print(All_shape(), &all), NULL, &again, &out);
    CU_ASSERT_FATAL(parsed);
    CU_ASSERT(fields_equal(All_shape(), &all, &again));
    fields_release(All_shape(), &all);
    fields_release(All_shape(), &again);
  }
}

static void a_copy_is_equal_and_owns_blocks_of_its_own(void) {
  for (u64 i = 0; i < 200; i++) {
    All all = random_values(i);
    All copy;
    CU_ASSERT_FATAL(fields_copy(All_shape(), &copy, &all));
    CU_ASSERT(fields_equal(All_shape(), &all, &copy));
    CU_ASSERT(all.name == NULL || all.name != copy.name);
    fields_release(All_shape(), &all);
    CU_ASSERT_PTR_NULL(all.name);
    CU_ASSERT_EQUAL(all.names.count, 0);
    fields_release(All_shape(), &copy);
  }
}

static void a_copy_without_memory_leaves_nothing_behind(void) {
  All all = random_values(3);
  i64 before = mem_live();
  bool refused = true;
  for (i64 limit = 0; refused; limit++) {
    All copy;
    memset(&copy, 0, sizeof copy);
    memory_ends_after(limit);
    bool copied = fields_copy(All_shape(), &copy, &all);
    refused = memory_is_back();
    CU_ASSERT_EQUAL(copied, !refused);
    if (copied) {
      fields_release(All_shape(), &copy);
    }
    CU_ASSERT_EQUAL(mem_live(), before);
  }
  fields_release(All_shape(), &all);
}

static void what_is_sent_moves_its_bytes_and_copies_the_rest(void) {
  BlockOwner sender;
  block_owner_init(&sender);
  All all = random_values(8);
  block_free(all.data.data);
  all.data = (Bytes){block_new(&sender, 10), 10};
  All sent;
  memory_ends_after(0);
  CU_ASSERT_FALSE(fields_send(All_shape(), &sent, &all));
  CU_ASSERT(memory_is_back());
  CU_ASSERT_PTR_NOT_NULL(sender.first);  // refused: not moved
  const u8 *data = all.data.data;
  CU_ASSERT_EQUAL(all.data.size, 10);
  CU_ASSERT(fields_send(All_shape(), &sent, &all));
  CU_ASSERT_PTR_EQUAL(sent.data.data, data);
  CU_ASSERT_EQUAL(sent.data.size, 10);
  CU_ASSERT_PTR_NULL(all.data.data);
  CU_ASSERT_EQUAL(all.data.size, 0);
  CU_ASSERT_PTR_NULL(sender.first);
  fields_release(All_shape(), &all);
  fields_release(All_shape(), &sent);
}

static void different_values_are_not_equal(void) {
  for (u64 i = 0; i < 100; i++) {
    All one = random_values(i);
    All two = random_values(i);
    CU_ASSERT(fields_equal(All_shape(), &one, &two));
    two.numbers.count -= two.numbers.count > 0;
    two.count++;
    CU_ASSERT_FALSE(fields_equal(All_shape(), &one, &two));
    two.numbers.count = one.numbers.count;
    fields_release(All_shape(), &one);
    fields_release(All_shape(), &two);
  }
}

static void private_fields_are_carried_and_never_shown(void) {
  int thing;
  Secret secret = {.open = 1, .hidden = &thing};
  Secret copy;
  CU_ASSERT(fields_copy(Secret_shape(), &copy, &secret));
  CU_ASSERT_PTR_EQUAL(copy.hidden, &thing);
  CU_ASSERT_STRING_EQUAL(print(Secret_shape(), &secret), "{open: 1}");
  CU_ASSERT_FALSE(shape_is_declared(Secret_shape()));
  CU_ASSERT(shape_is_declared(Point_shape()));
  CU_ASSERT_STRING_EQUAL(print(Empty_shape(), &copy), "");
}

// ---- What a person may type ----

typedef struct Typed {
  const char *text;
  i64 x;
  i64 y;
} Typed;

static void fields_may_be_typed_with_and_without_names_and_braces(void) {
  static const Typed all[] = {
      {"{x: 1, y: 2}", 1, 2},
      {"{1, 2}", 1, 2},
      {"1 2", 1, 2},
      {"x=1 y=2", 1, 2},
      {"y=2 x=1", 1, 2},
      {"{y: 2, x: 1}", 1, 2},
      {"  -1   +2 ", -1, 2},
      {"{ x:1 ,y:2 } ", 1, 2},
      {"x = 1 2", 1, 2},
      {"9223372036854775807 -9223372036854775808", INT64_MAX, INT64_MIN}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    Point point = {0};
    char error[256];
    Writer out = writer_over(error, sizeof error);
    CU_ASSERT(fields_parse(Point_shape(), all[i].text, NULL, &point, &out));
    CU_ASSERT_EQUAL(point.x, all[i].x);
    CU_ASSERT_EQUAL(point.y, all[i].y);
  }
}

typedef struct Wrong {
  const Shape *(*shape)(void);
  const char *text;
  const char *says;
} Wrong;

static void a_mistake_is_named_with_what_would_be_right(void) {
  static const Wrong all[] = {
      {Point_shape, "", "x is missing: wanted x: i64, y: i64"},
      {Point_shape, "1", "y is missing: wanted x: i64, y: i64"},
      {Point_shape, "{}", "x is missing: wanted x: i64, y: i64"},
      {Point_shape, "1 2 3", "too many values: wanted x: i64, y: i64"},
      {Point_shape, "1 z=2", "no field is called \"z\"; did you mean x?"},
      {Point_shape, "1 x=2", "x is given twice"},
      {Point_shape, "one 2", "x: wanted a whole number, not \"one 2\""},
      {Point_shape, "9223372036854775808 1", "x: wanted a whole number"},
      {Point_shape, "{1, 2", "wanted a comma or }"},
      {Point_shape, "{1, 2} 3", "\"3\" is left over"},
      {Named_shape, "ann", "name: wanted a text in double quotes, or none"},
      {Named_shape, "\"ann", "name: wanted a text in double quotes"},
      {Named_shape, "\"a\\q\"", "name: wanted a text in double quotes"},
      {Empty_shape, "1", "too many values: wanted none"}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    char values[64] = {0};
    char error[256];
    Writer out = writer_over(error, sizeof error);
    CU_ASSERT_FALSE(
        fields_parse(all[i].shape(), all[i].text, NULL, values, &out));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, all[i].says));
    CU_ASSERT(strchr(error, '\n') == NULL);
  }
}

// More fields than a word has bits, and none of them given twice.
STATE(Wide,
      (bool, a0)(bool, a1)(bool, a2)(bool, a3)(bool, a4)(bool, a5)(bool, a6)(
          bool, a7)(bool, b0)(bool, b1)(bool, b2)(bool, b3)(bool, b4)(bool, b5)(
          bool, b6)(bool, b7)(bool, c0)(bool, c1)(bool, c2)(bool, c3)(bool, c4)(
          bool, c5)(bool, c6)(bool, c7)(bool, d0)(bool, d1)(bool, d2)(bool, d3)(
          bool, d4)(bool, d5)(bool, d6)(bool, d7)(bool, e0)(bool, e1)(bool, e2)(
          bool, e3)(bool, e4)(bool, e5)(bool, e6)(bool, e7)(bool, f0)(bool, f1)(
          bool, f2)(bool, f3)(bool, f4)(bool, f5)(bool, f6)(bool, f7)(bool, g0)(
          bool, g1)(bool, g2)(bool, g3)(bool, g4)(bool, g5)(bool, g6)(bool, g7)(
          bool, h0)(bool, h1)(bool, h2)(bool, h3)(bool, h4)(bool, h5)(bool, h6)(
          bool, h7)(bool, i0)(bool, i1))

static void a_shape_may_have_more_fields_than_a_word_has_bits(void) {
  Wide wide = {.a0 = true, .i1 = true};
  Wide back = {.a0 = false};
  char text[1024];
  char error[256];
  Writer out = writer_over(text, sizeof text);
  Writer wrong = writer_over(error, sizeof error);
  fields_print(Wide_shape(), &wide, NULL, &out);
  CU_ASSERT(fields_parse(Wide_shape(), text, NULL, &back, &wrong));
  CU_ASSERT_STRING_EQUAL(error, "");
  CU_ASSERT(fields_equal(Wide_shape(), &wide, &back));
}

static void any_bytes_are_read_or_refused_and_nothing_is_left_over(void) {
  static const char letters[] = "{}[]:=,\"\\ x0123y-none#@.truefalsred\t";
  Rng rng;
  rng_seed(&rng, test_seed());
  for (int i = 0; i < 20000; i++) {
    char text[64];
    size_t length = (size_t)rng_below(&rng, sizeof text);
    if (i % 2 == 0) {  // half of them: a printed text with one letter changed
      All all = random_values((u64)i);
      const char *printed = print(All_shape(), &all);
      char *copy = block_text(NULL, printed);
      copy[rng_below(&rng, strlen(copy))] =
          letters[rng_below(&rng, sizeof letters - 1)];
      All read;
      memset(&read, 0, sizeof read);
      char error[256];
      Writer out = writer_over(error, sizeof error);
      bool parsed = fields_parse(All_shape(), copy, NULL, &read, &out);
      CU_ASSERT_EQUAL(parsed, out.length == 0);
      fields_release(All_shape(), &read);
      fields_release(All_shape(), &all);
      block_free(copy);
      continue;
    }
    for (size_t k = 0; k < length; k++) {
      text[k] = letters[rng_below(&rng, sizeof letters - 1)];
    }
    text[length > 0 ? length - 1 : 0] = '\0';
    All read;
    memset(&read, 0, sizeof read);
    char error[256];
    Writer out = writer_over(error, sizeof error);
    bool parsed = fields_parse(All_shape(), text, NULL, &read, &out);
    CU_ASSERT_EQUAL(parsed, out.length == 0);
    fields_release(All_shape(), &read);
  }
}

static void a_shape_prints_as_it_is_declared(void) {
  char text[512];
  Writer out = writer_over(text, sizeof text);
  shape_print(All_shape(), &out);
  CU_ASSERT_STRING_EQUAL(
      text,
      "flag: bool, number: i64, count: u64, part: f64, name: text, "
      "data: bytes, who: ref(Friend), colour: enum(red, green, blue), "
      "flags: bool[], numbers: i64[], counts: u64[], parts: f64[], "
      "names: text[], datas: bytes[], friends: ref(Friend)[], "
      "colours: enum(red, green, blue)[]");
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(what_is_printed_reads_back_as_the_same_values),
      CASE(a_copy_is_equal_and_owns_blocks_of_its_own),
      CASE(a_copy_without_memory_leaves_nothing_behind),
      CASE(what_is_sent_moves_its_bytes_and_copies_the_rest),
      CASE(different_values_are_not_equal),
      CASE(private_fields_are_carried_and_never_shown),
      CASE(fields_may_be_typed_with_and_without_names_and_braces),
      CASE(a_mistake_is_named_with_what_would_be_right),
      CASE(a_shape_may_have_more_fields_than_a_word_has_bits),
      CASE(any_bytes_are_read_or_refused_and_nothing_is_left_over),
      CASE(a_shape_prints_as_it_is_declared),
      CU_TEST_INFO_NULL};
  return run_suite("fields", cases);
}
