// Tests of the two modules that make words: writer, which never writes past its
// end nor through a character, and nearest, which guesses what was meant.
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "base/rng.h"
#include "base/writer.h"
#include "support.h"

// A text of characters of one to four bytes each.
static const char mixed[] = "a\u00E4\u20AC\U0001F600b\u00DF\u2603\U0001F40Dz";

// True if the bytes are whole characters of UTF-8.
static bool is_whole(const char *text) {
  while (*text != '\0') {
    unsigned char first = (unsigned char)*text++;
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    if (first >= 0x80 && first < 0xC0) {
      return false;
    }
    for (; more > 0; more--) {
      if (((unsigned char)*text++ & 0xC0) != 0x80) {
        return false;
      }
    }
  }
  return true;
}

typedef void WriteFn(Writer *out);

static void write_whole(Writer *out) {
  write_text(out, mixed);
}

static void write_by_bytes(Writer *out) {
  for (const char *c = mixed; *c != '\0'; c++) {
    write_char(out, *c);
  }
}

static void write_by_format(Writer *out) {
  write_format(out, "%s", mixed);
}

static void write_in_quotes(Writer *out) {
  write_quoted(out, mixed);
}

static void write_a_start(Writer *out) {
  write_start(out, mixed, 7);
}

static void a_text_is_cut_at_its_end_and_between_characters(void) {
  WriteFn *const ways[] = {write_whole, write_by_bytes, write_by_format,
                           write_in_quotes, write_a_start};
  for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
    for (size_t size = 1; size <= sizeof mixed + 2; size++) {
      char *buffer = mem_array(char, size);  // its end is watched
      Writer out = writer_over(buffer, size);
      ways[way](&out);
      CU_ASSERT(out.length < size);
      CU_ASSERT_EQUAL(strlen(buffer), out.length);
      CU_ASSERT(is_whole(buffer));
      CU_ASSERT(out.cut || out.length >= 6);
      mem_free(buffer);
    }
  }
}

static void nothing_is_written_behind_a_cut(void) {
  char buffer[4];
  Writer out = writer_over(buffer, sizeof buffer);
  write_text(&out, "ab\u20AC");
  CU_ASSERT(out.cut);
  write_char(&out, 'c');
  write_format(&out, "%d", 1);
  CU_ASSERT_STRING_EQUAL(buffer, "ab");
}

static void what_fits_exactly_is_not_cut(void) {
  char buffer[4];
  Writer out = writer_over(buffer, sizeof buffer);
  write_text(&out, "\u20AC");
  CU_ASSERT_FALSE(out.cut);
  CU_ASSERT_STRING_EQUAL(buffer, "\u20AC");
  out = writer_over(buffer, sizeof buffer);
  write_format(&out, "%d", 123);
  CU_ASSERT_FALSE(out.cut);
  write_text(&out, "");
  CU_ASSERT_FALSE(out.cut);
}

static void bytes_that_are_no_characters_are_cut_without_harm(void) {
  Rng rng;
  rng_seed(&rng, test_seed());
  for (int run = 0; run < 2000; run++) {
    char text[24];
    for (size_t i = 0; i < sizeof text - 1; i++) {
      text[i] = (char)(1 + rng_below(&rng, 255));
    }
    text[sizeof text - 1] = '\0';
    size_t size = 1 + (size_t)rng_below(&rng, sizeof text + 4);
    char *buffer = mem_array(char, size);
    Writer out = writer_over(buffer, size);
    write_text(&out, text);
    CU_ASSERT(out.length < size);
    CU_ASSERT_EQUAL(memcmp(buffer, text, out.length), 0);
    CU_ASSERT(text_cut(text, size) <= size);
    mem_free(buffer);
  }
}

static void quotes_hide_what_would_end_or_break_a_line(void) {
  char buffer[64];
  Writer out = writer_over(buffer, sizeof buffer);
  write_quoted(&out, "a\"b\\c\n\t\x01\x7F");
  CU_ASSERT_STRING_EQUAL(buffer, "\"a\\\"b\\\\c\\n\\t\\x01\\x7f\"");
  out = writer_over(buffer, sizeof buffer);
  write_quoted(&out, NULL);
  CU_ASSERT_STRING_EQUAL(buffer, "none");
}

static void distances_are_counted_in_single_changes(void) {
  static const struct {
    const char *a;
    const char *b;
    size_t distance;
  } cases[] = {{"", "", 0},         {"step", "step", 0},  {"", "abc", 3},
               {"stp", "step", 1},  {"stepp", "step", 1}, {"stap", "step", 1},
               {"setp", "step", 1}, {"back", "run", 4},   {"ca", "abc", 3}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    CU_ASSERT_EQUAL(name_distance(cases[i].a, cases[i].b), cases[i].distance);
    CU_ASSERT_EQUAL(name_distance(cases[i].b, cases[i].a), cases[i].distance);
  }
}

static void names_of_any_length_can_be_compared(void) {
  char a[300];
  char b[300];
  memset(a, 'a', sizeof a);
  memset(b, 'b', sizeof b);
  a[sizeof a - 1] = '\0';
  b[sizeof b - 1] = '\0';
  CU_ASSERT_EQUAL(name_distance(a, b), 63);
  CU_ASSERT_EQUAL(name_distance(a, a), 0);
  CU_ASSERT_EQUAL(name_distance(a, ""), 63);
}

static const char *nearest_to(const char *typed) {
  static const char *const names[] = {"step", "back", "run", "goto", "send"};
  Nearest nearest = {.typed = typed};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    nearest_see(&nearest, names[i]);
  }
  return nearest.best;
}

static void a_slip_finds_the_name_and_a_strange_word_finds_none(void) {
  CU_ASSERT_STRING_EQUAL(nearest_to("setp"), "step");
  CU_ASSERT_STRING_EQUAL(nearest_to("snd"), "send");
  CU_ASSERT_STRING_EQUAL(nearest_to("gotoo"), "goto");
  CU_ASSERT_PTR_NULL(nearest_to("elephant"));
  CU_ASSERT_PTR_NULL(nearest_to(""));
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_text_is_cut_at_its_end_and_between_characters),
      CASE(nothing_is_written_behind_a_cut),
      CASE(what_fits_exactly_is_not_cut),
      CASE(bytes_that_are_no_characters_are_cut_without_harm),
      CASE(quotes_hide_what_would_end_or_break_a_line),
      CASE(distances_are_counted_in_single_changes),
      CASE(names_of_any_length_can_be_compared),
      CASE(a_slip_finds_the_name_and_a_strange_word_finds_none),
      CU_TEST_INFO_NULL};
  return run_suite("words", cases);
}
