// types.h -- short names for numbers, and the few attributes Troupe uses.
//
// Everything includes this. Nothing here has a body.
#ifndef BASE_TYPES_H
#define BASE_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int8_t i8;
typedef int16_t i16;
typedef int32_t i32;
typedef int64_t i64;
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef double f64;

// In front of a function whose result must be looked at.
#define MUST_USE __attribute__((warn_unused_result))

// In front of a function or parameter that may stay unused, as generated
// code often does.
#define MAYBE_UNUSED __attribute__((unused))

// In front of a function like printf: the compiler compares parameter number
// `text` with the arguments from number `rest` on (0: a va_list).
#define PRINTF_LIKE(text, rest) __attribute__((format(printf, text, rest)))

// In front of a function for the unusual case, which is not to be inlined: it
// would cost its caller registers in the usual one.
#define APART __attribute__((noinline))

// In front of a short function of the usual case that many call: compilers
// weigh it by all of them and make it a call.
#define INLINE static inline __attribute__((always_inline))

// Says that an outcome is meant to be ignored. A cast to void is not enough
// for gcc.
#define ignore(outcome) ((void)!(outcome))

#endif
