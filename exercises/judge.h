// judge.h -- what the hidden test of an exercise is made of.
//
// A test is a table of cases, whose names are sentences the learner will
// read, and `int main(void) { return judge(cases); }`. The cases run in order
// and the first failure ends the program, so that what is reported is what
// went wrong first. All expectations stand in the main thread.
//
// Under the runner the verdict goes out on a socket of its own; started by
// hand, the program says it on stderr, and TEST_ONLY=text picks cases.
#ifndef EXERCISES_JUDGE_H
#define EXERCISES_JUDGE_H

#include <CUnit/CUnit.h>

#include "base/types.h"

#define CASE(name) \
  { #name, name }

// Runs the cases, the last of which is CU_TEST_INFO_NULL, and one more: what
// was made of locks and conditions is released. Gives the exit code.
int judge(CU_TestInfo *given);

// `what` is a sentence that ends in what was looked at: "the answer to get,
// after inc 42". It is read as "WHAT: expected 42, seen 0".
#define EXPECT_NUMBER(what, seen, expected) \
  expect_number(__FILE__, __LINE__, what, seen, expected)
#define EXPECT_TEXT(what, seen, expected) \
  expect_text(__FILE__, __LINE__, what, seen, expected)
// `what` is a sentence that should be true.
#define EXPECT(what, condition) expect_true(__FILE__, __LINE__, what, condition)

void expect_number(const char *file, int line, const char *what, i64 seen,
                   i64 expected);
void expect_text(const char *file, int line, const char *what, const char *seen,
                 const char *expected);
void expect_true(const char *file, int line, const char *what, bool holds);

// What led up to the next expectation, such as a schedule: said with its
// failure. Replaces what was told before; "" is nothing.
void judge_tell(const char *format, ...) PRINTF_LIKE(1, 2);

// To be asked again and again, with *since 0 at first: gives the processor away
// for a moment, and false when some seconds have passed.
//   for (i64 since = 0; !is_so() && judge_patience(&since);) continue;
bool judge_patience(i64 *since);

#endif
